// SPDX-License-Identifier: BSL-1.0
//
// Tasks that take numbered turns: position 0 first, then 1, whoever asked first. It forces the one order of events that a
// test is about.
#pragma once

#include <rondo/core/awaitable.hpp>

#include <cstddef>
#include <map>
#include <utility>

namespace rondo::inline v0::testing {

/// Example: `{ auto mine = co_await order(1);  … }` runs after the block of order(0), and before that of order(2).
/// Source: trio.testing.Sequencer.
class RONDO_API sequencer {
public:
    sequencer() = default;
    sequencer(const sequencer&) = delete;
    sequencer& operator=(const sequencer&) = delete;

    /// Somebody's turn; when it is destroyed the next position may go on.
    class [[nodiscard]] RONDO_API turn {
    public:
        turn(turn&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
        turn& operator=(turn&&) = delete;
        ~turn();

    private:
        friend class sequencer;
        explicit turn(sequencer& of) noexcept : of_(&of) {}
        sequencer* of_;
    };

    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API turn_op {
    public:
        bool ready();
        void start(waiter& who);
        bool abort(waiter& who) noexcept;
        turn take();
        void describe(std::string& out) const;

    private:
        friend class sequencer;
        turn_op(sequencer& of, std::size_t position) noexcept : of_(of), position_(position) {}
        sequencer& of_;
        std::size_t position_;
    };

    /// Waits for the turn of `position`. Suspends: unless it has come; a checkpoint. Cancel: the sequence is broken, and
    /// whoever waits or comes gets an error. Throws: runtime_error when the position was taken before, or the sequence is
    /// broken.
    turn_op operator()(std::size_t position) noexcept { return {*this, position}; }

private:
    void next() noexcept;
    std::map<std::size_t, waiter*> waiting_;
    std::size_t now_ = 0;
    bool taken_ = false; ///< position now_ has begun
    bool broken_ = false;
};

} // namespace rondo::inline v0::testing
