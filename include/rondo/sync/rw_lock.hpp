// SPDX-License-Identifier: BSL-1.0
//
// `rw_lock`: many readers, or one writer. Fair to tasks: all wait in one queue, so that a stream of readers cannot keep a
// writer out, nor writers a reader; readers that stand beside each other go in together.
//
//     queue   R R W R      R R in, W waits for them, the last R waits for W
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

#include <utility>

namespace rondo::inline v0 {

class rw_lock;

/// A reader's or the writer's hold; released when this goes. Moves; one moved from, or released, holds nothing.
class [[nodiscard(
    "the lock is released at once: auto held = co_await l.acquire_read();")]] RONDO_API held_rw_lock {
public:
    held_rw_lock() noexcept = default;
    held_rw_lock(held_rw_lock&& other) noexcept { take_over(other); }
    held_rw_lock& operator=(held_rw_lock other) noexcept {
        const held_rw_lock before(std::move(*this));
        take_over(other);
        return *this;
    }
    ~held_rw_lock();
    explicit operator bool() const noexcept { return of_ != nullptr; } ///< whether it holds a lock
    bool writes() const noexcept { return of_ && writes_; }
    /// Releases before it goes. Throws: runtime_error when it holds nothing.
    void release();
    /// A writer becomes a reader, with nobody in between; readers that wait in front go in, too.
    /// Throws: runtime_error when it is no writer's.
    void downgrade();

private:
    friend class rw_lock;
    friend class detail::circle;
    held_rw_lock(rw_lock& of, bool writes) noexcept;
    void take_over(held_rw_lock& other) noexcept;
    void leave() noexcept;
    rw_lock* of_ = nullptr;
    bool writes_ = false;
    detail::holder by_{};          // who acquired it
    held_rw_lock* next_ = nullptr; // in the list of those who hold it, for reports
    held_rw_lock* previous_ = nullptr;
};

struct rw_lock_statistics {
    std::size_t readers = 0; ///< that hold it
    bool written = false;    ///< a writer holds it
    std::size_t waiting_readers = 0;
    std::size_t waiting_writers = 0;
};

/// Threads: the scheduler's own. Lifetime: longer than any hold on it, and any wait for it.
class RONDO_API rw_lock {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API acquire_op
        : detail::parking_place {
    public:
        bool ready() noexcept { return of_.take_if_free(writes_); }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            if (of_.lot_.erase(*this)) of_.hand_out(); // readers behind a writer that gives up
            return true;
        }
        held_rw_lock take() const noexcept { return held_rw_lock(of_, writes_); }
        void describe(std::string& out) const;

    private:
        friend class rw_lock;
        friend class detail::circle;
        template <class>
        friend class detail::parking_lot;
        acquire_op(rw_lock& of, bool writes) noexcept : of_(of), writes_(writes) {}
        rw_lock& of_;
        bool writes_;
    };

    rw_lock() noexcept = default;
    rw_lock(const rw_lock&) = delete;
    rw_lock& operator=(const rw_lock&) = delete;
    ~rw_lock() {
        expects(readers_ == 0 && !written_, "rw_lock: destroyed while it is held");
        detail::expects_nobody(lot_, "rw_lock: destroyed while a task waits for it");
    }

    /// Waits until there is no writer, and nobody who asked before waits. Returns: held_rw_lock. Suspends: unless it is so;
    /// a checkpoint. Cancel: the place in the queue is lost, and nothing else. A reader that asks again behind a writer
    /// that waits, waits for itself.
    acquire_op acquire_read() noexcept { return {*this, false}; }
    /// Waits until nobody holds it. Otherwise as acquire_read().
    acquire_op acquire_write() noexcept { return {*this, true}; }
    /// Returns: an empty hold when it would have to wait.
    held_rw_lock try_acquire_read() noexcept {
        return take_if_free(false) ? held_rw_lock(*this, false) : held_rw_lock();
    }
    held_rw_lock try_acquire_write() noexcept {
        return take_if_free(true) ? held_rw_lock(*this, true) : held_rw_lock();
    }
    rw_lock_statistics statistics() const noexcept;

private:
    friend class held_rw_lock;
    friend class detail::circle;
    bool admits(bool writer) const noexcept { return !written_ && (!writer || readers_ == 0); }
    void let_in(bool writer, const body* task) noexcept {
        if (writer) {
            written_ = true;
            writer_ = detail::holder::of(task);
        } else {
            ++readers_;
        }
    }
    bool take_if_free(bool writer) noexcept {
        if (!lot_.empty() || !admits(writer)) return false;
        let_in(writer, detail::this_thread_runs.task);
        return true;
    }
    void leave(bool writer) noexcept {
        if (writer)
            written_ = false;
        else
            --readers_;
        hand_out();
    }
    void hand_out() noexcept;

    detail::parking_lot<acquire_op> lot_;
    std::size_t readers_ = 0;
    bool written_ = false;
    detail::holder writer_;
    held_rw_lock* holds_ = nullptr;
};

inline held_rw_lock::held_rw_lock(rw_lock& of, bool writes) noexcept
    : of_(&of), writes_(writes), by_(detail::holder::current()), next_(of.holds_) {
    if (next_) next_->previous_ = this;
    of.holds_ = this;
}
inline held_rw_lock::~held_rw_lock() {
    if (of_) leave();
}

} // namespace rondo::inline v0
