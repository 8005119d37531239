// SPDX-License-Identifier: BSL-1.0
//
// `semaphore`: a number of permits. Who asks for some waits behind everybody who asked before, also when there are enough:
// nobody overtakes.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

#include <concepts>
#include <utility>

namespace rondo::inline v0 {

class semaphore;

/// Permits that were taken; given back when this goes. Moves; one that was moved from, released or kept holds nothing.
class [[nodiscard(
    "the permit is given back at once: auto permit = co_await s.acquire();")]] RONDO_API permit {
public:
    permit() noexcept = default;
    permit(permit&& other) noexcept : of_(std::exchange(other.of_, nullptr)), count_(other.count_) {}
    permit& operator=(permit other) noexcept {
        std::swap(of_, other.of_);
        std::swap(count_, other.count_);
        return *this;
    }
    ~permit();

    explicit operator bool() const noexcept { return of_ != nullptr; } ///< whether it holds any
    std::size_t count() const noexcept { return of_ ? count_ : 0; }
    /// Gives them back before it goes. Throws: runtime_error when it holds nothing.
    void release();
    /// They are not given back: somebody else does so, by semaphore::release().
    void keep() noexcept;

private:
    friend class semaphore;
    permit(semaphore& of, std::size_t count) noexcept : of_(&of), count_(count) {}
    semaphore* of_ = nullptr;
    std::size_t count_ = 0;
};

struct semaphore_statistics {
    std::size_t permits = 0; ///< to be had
    std::size_t held = 0;    ///< by permits that have not been given back
    std::size_t most = 0;    ///< as many may there be
    std::size_t waiting = 0; ///< tasks
};

/// Threads: the scheduler's own. Lifetime: longer than any permit, and any wait for one.
class RONDO_API semaphore {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API acquire_op
        : detail::parking_place {
    public:
        bool ready() noexcept { return of_.take_if_free(count_); }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            if (of_.lot_.erase(*this)) of_.hand_out(); // who stood behind it may want less
            return true;
        }
        permit take() const noexcept { return permit(of_, count_); }
        void describe(std::string& out) const;

    private:
        friend class semaphore;
        template <class>
        friend class detail::parking_lot;
        acquire_op(semaphore& of, std::size_t count) noexcept : of_(of), count_(count) {}
        semaphore& of_;
        std::size_t count_;
    };

    static constexpr std::size_t no_bound = ~std::size_t(0);

    /// Throws: value_error when `permits` is negative, or more than `most`.
    template <std::integral Count>
    explicit semaphore(Count permits, std::size_t most = no_bound)
        : permits_(checked(permits, most)), most_(most) {}
    semaphore(const semaphore&) = delete;
    semaphore& operator=(const semaphore&) = delete;
    ~semaphore() { detail::expects_nobody(lot_, "semaphore: destroyed while a task waits for it"); }

    /// Waits for `count` permits. Returns: permit. Suspends: unless they are to be had and nobody waits; a checkpoint.
    /// Throws: value_error when there can never be as many. Cancel: nothing is taken; who stood behind moves up.
    acquire_op acquire(std::size_t count = 1);
    /// Returns: an empty permit when it would have to wait. Throws: as acquire().
    permit try_acquire(std::size_t count = 1);
    /// Adds permits, and wakes who can now go on.
    /// Throws: value_error when, with those that are held, there would be more than `most`: nothing changes.
    void release(std::size_t count = 1);
    /// How many are to be had.
    std::size_t permits() const noexcept { return permits_; }
    semaphore_statistics statistics() const noexcept { return {permits_, lent_, most_, lot_.size()}; }

private:
    friend class permit;
    template <std::integral Count>
    static std::size_t checked(Count permits, std::size_t most) {
        if (std::cmp_less(permits, 0) || std::cmp_greater(permits, most))
            throw_bad_start(std::cmp_less(permits, 0));
        return static_cast<std::size_t>(permits);
    }
    [[noreturn]] static void throw_bad_start(bool negative);
    void expect_possible(std::size_t count) const;
    bool take_if_free(std::size_t count) noexcept {
        if (!lot_.empty() || permits_ < count) return false;
        lend(count);
        return true;
    }
    void lend(std::size_t count) noexcept {
        permits_ -= count;
        lent_ += count;
    }
    void give_back(std::size_t count) noexcept {
        lent_ -= count;
        add(count);
    }
    void add(std::size_t count) noexcept {
        permits_ += count;
        if (!lot_.empty()) hand_out();
    }
    void hand_out() noexcept;

    detail::parking_lot<acquire_op> lot_;
    std::size_t permits_;
    std::size_t lent_ = 0; // held by permits
    std::size_t most_;     // at least permits_ + lent_
};

inline permit::~permit() {
    if (of_) of_->give_back(count_);
}
inline void permit::keep() noexcept {
    if (of_) std::exchange(of_, nullptr)->lent_ -= count_;
}

} // namespace rondo::inline v0
