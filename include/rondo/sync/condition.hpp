// SPDX-License-Identifier: BSL-1.0
//
// `condition`: tasks that hold a lock wait, without it, until another one that holds it says that something has changed.
//
//     held ─► wait: lock released, in the lot ──notify──► in the lock's queue ──► held again, goes on
#pragma once

#include <rondo/core/cancelled.hpp>
#include <rondo/core/task.hpp>
#include <rondo/sync/lock.hpp>

namespace rondo::inline v0 {

struct condition_statistics {
    std::size_t waiting = 0; ///< tasks that have not been notified
    lock_statistics lock;
};

/// Example: `auto held = co_await access.acquire();  while (empty()) co_await filled.wait(held);`
/// Threads: the scheduler's own. Lifetime: as lock.
class RONDO_API condition {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API wait_op : detail::parking_place {
    public:
        wait_op(wait_op&& other) noexcept : of_(other.of_), hold_(other.hold_) {}
        bool ready() const noexcept { return misused(); }
        void start(waiter& who) noexcept;
        bool abort(waiter& who) noexcept;
        void take() const;
        void describe(std::string& out) const;

    private:
        friend class condition;
        template <class>
        friend class detail::parking_lot;
        wait_op(condition& of, held_lock& hold) noexcept : of_(of), hold_(hold) {}
        bool misused() const noexcept { return state_ == phase::fresh && hold_.of_ != &of_.lock_; }

        enum class phase : std::uint8_t {
            fresh,
            waits,     ///< in the condition's lot, without the lock
            notified,  ///< in the lock's queue
            cancelled, ///< in the lock's queue, or through it: throws when it has the lock
        };
        condition& of_;
        held_lock& hold_;
        detail::lock_place back_; ///< its place in the lock's queue
        phase state_ = phase::fresh;
    };

    explicit condition(rondo::lock& of) noexcept : lock_(of) {}
    condition(const condition&) = delete;
    condition& operator=(const condition&) = delete;
    ~condition() { detail::expects_nobody(lot_, "condition: destroyed while a task waits for it"); }

    /// Releases `held`, waits to be notified, and takes the lock again: `held` holds it when this returns or throws. As
    /// others run in between, look again at what was waited for, or use wait_for().
    /// Suspends: always; a checkpoint. Throws: runtime_error when `held` does not hold this condition's lock.
    /// Cancel: the lock is held when `cancelled` is thrown; one that was notified already notifies the next instead.
    wait_op wait(held_lock& held) noexcept { return wait_op(*this, held); }
    /// Waits until `holds()`, asked with the lock held: at once, and after each notification. Cost: a frame.
    template <class Predicate>
    task<> wait_for(held_lock& held, Predicate holds) {
        static_assert(std::is_invocable_r_v<bool, Predicate&>,
                      "condition::wait_for(held, f): f() says whether to go on");
        while (!holds()) co_await wait(held);
    }
    /// Wakes the `count` that have waited longest; each goes on when it has the lock.
    /// Throws: runtime_error when nobody holds the lock.
    void notify(std::size_t count = 1);
    /// Wakes everybody who waits. Throws: as notify().
    void notify_all();
    condition_statistics statistics() const noexcept { return {lot_.size(), lock_.statistics()}; }

private:
    void expect_locked(const char* what) const;
    bool pass_on() noexcept; ///< moves the oldest to the lock's queue

    detail::parking_lot<wait_op> lot_;
    rondo::lock& lock_;
};

} // namespace rondo::inline v0
