// SPDX-License-Identifier: BSL-1.0
//
// `event`: something has happened, and whoever waited for it goes on. It stays so until it is cleared.
#pragma once

#include <rondo/sync/detail/parking_lot.hpp>

namespace rondo::inline v0 {

struct event_statistics {
    bool set = false;
    std::size_t waiting = 0; ///< tasks
};

/// Example: `event done;  …  co_await done.wait();` here, and `done.set();` there.
/// Threads: the scheduler's own. Lifetime: longer than any wait for it.
class RONDO_API event {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API wait_op : detail::parking_place {
    public:
        bool ready() const noexcept { return of_.set_; }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.lot_.erase(*this);
            return true;
        }
        void take() const noexcept {}
        void describe(std::string& out) const { out += "an event to be set"; }

    private:
        friend class event;
        template <class>
        friend class detail::parking_lot;
        explicit wait_op(event& of) noexcept : of_(of) {}
        event& of_;
    };

    event() noexcept = default;
    event(const event&) = delete;
    event& operator=(const event&) = delete;
    ~event() { detail::expects_nobody(lot_, "event: destroyed while a task waits for it"); }

    /// Wakes everybody who waits, in the order of waiting, also if it is cleared at once. Nothing happens when it is set.
    void set() noexcept;
    /// From now on wait() waits.
    void clear() noexcept { set_ = false; }
    bool is_set() const noexcept { return set_; }
    /// Waits until it is set. Suspends: unless it is; a checkpoint.
    wait_op wait() noexcept { return wait_op(*this); }
    event_statistics statistics() const noexcept { return {set_, lot_.size()}; }

private:
    detail::parking_lot<wait_op> lot_;
    bool set_ = false;
};

} // namespace rondo::inline v0
