// SPDX-License-Identifier: BSL-1.0
//
// `latch`: counts down to zero, once; whoever waits goes on then.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

namespace rondo::inline v0 {

struct latch_statistics {
    std::size_t count = 0;   ///< still to come
    std::size_t waiting = 0; ///< tasks
};

/// Example: `latch all{3};` three tasks call `all.count_down()`, and another one goes on after `co_await all.wait();`
/// Threads: the scheduler's own. Lifetime: longer than any wait for it.
class RONDO_API latch {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API wait_op : detail::parking_place {
    public:
        bool ready() const noexcept { return of_.count_ == 0; }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.lot_.erase(*this);
            return true;
        }
        void take() const noexcept {}
        void describe(std::string& out) const;

    private:
        friend class latch;
        template <class>
        friend class detail::parking_lot;
        explicit wait_op(latch& of) noexcept : of_(of) {}
        latch& of_;
    };

    explicit latch(std::size_t count) noexcept : count_(count) {}
    latch(const latch&) = delete;
    latch& operator=(const latch&) = delete;
    ~latch() { detail::expects_nobody(lot_, "latch: destroyed while a task waits for it"); }

    /// At zero everybody who waits goes on, in the order of waiting.
    /// Throws: value_error when that were below zero: nothing changes.
    void count_down(std::size_t by = 1);
    /// Waits for zero. Suspends: unless it is; a checkpoint.
    wait_op wait() noexcept { return wait_op(*this); }
    std::size_t count() const noexcept { return count_; }
    latch_statistics statistics() const noexcept { return {count_, lot_.size()}; }

private:
    detail::parking_lot<wait_op> lot_;
    std::size_t count_;
};

} // namespace rondo::inline v0
