// SPDX-License-Identifier: BSL-1.0
//
// `barrier`: tasks wait until there are enough of them, and leave together. Then it is as new.
#pragma once

#include <rondo/sync/detail/parking_lot.hpp>
#include <rondo/sync/errors.hpp>

namespace rondo::inline v0 {

struct barrier_statistics {
    std::size_t parties = 0;
    std::size_t waiting = 0; ///< tasks
    bool broken = false;
};

/// Threads: the scheduler's own. Lifetime: longer than any wait at it. Source: asyncio.Barrier.
class RONDO_API barrier {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API wait_op : detail::parking_place {
    public:
        bool ready() noexcept;
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.lot_.erase(*this);
            return true;
        }
        std::size_t take() const;
        void describe(std::string& out) const;

    private:
        friend class barrier;
        template <class>
        friend class detail::parking_lot;
        explicit wait_op(barrier& of) noexcept : of_(of) {}
        barrier& of_;
        std::size_t place_ = 0;
        bool broken_ = false;
    };

    /// Throws: value_error when parties is 0.
    explicit barrier(std::size_t parties);
    barrier(const barrier&) = delete;
    barrier& operator=(const barrier&) = delete;
    ~barrier() { detail::expects_nobody(lot_, "barrier: destroyed while a task waits at it"); }

    /// Waits until `parties` tasks wait. Returns: a number from 0 to parties - 1, each once: the order of arrival.
    /// Suspends: unless it is the last; a checkpoint. Throws: broken_barrier. Cancel: it has not arrived; the others go on
    /// waiting.
    wait_op wait() noexcept { return wait_op(*this); }
    /// Who waits gets broken_barrier; then it is as new.
    void reset() noexcept { wake_all(true); }
    /// Who waits, or comes, gets broken_barrier, until reset() is called.
    void abort() noexcept;
    std::size_t parties() const noexcept { return parties_; }
    std::size_t waiting() const noexcept { return lot_.size(); }
    bool broken() const noexcept { return broken_; }
    barrier_statistics statistics() const noexcept { return {parties_, lot_.size(), broken_}; }

private:
    void wake_all(bool broken) noexcept;

    detail::parking_lot<wait_op> lot_;
    std::size_t parties_;
    bool broken_ = false;
};

} // namespace rondo::inline v0
