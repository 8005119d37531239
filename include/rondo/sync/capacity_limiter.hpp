// SPDX-License-Identifier: BSL-1.0
//
// `capacity_limiter`: at most so many borrowers at once, and each of them once: a semaphore that knows who holds what, and
// whose number may change while it is used.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

#include <utility>
#include <vector>

namespace rondo::inline v0 {

class capacity_limiter;

/// A token that was borrowed; given back when this goes. Moves; one that was moved from, or released, holds nothing.
class [[nodiscard(
    "the token is given back at once: auto token = co_await limiter.acquire();")]] RONDO_API borrowed_token {
public:
    borrowed_token() noexcept = default;
    borrowed_token(borrowed_token&& other) noexcept
        : of_(std::exchange(other.of_, nullptr)), borrower_(other.borrower_) {}
    borrowed_token& operator=(borrowed_token other) noexcept {
        std::swap(of_, other.of_);
        std::swap(borrower_, other.borrower_);
        return *this;
    }
    ~borrowed_token();
    explicit operator bool() const noexcept { return of_ != nullptr; } ///< whether it holds one
    /// Gives it back before it goes. Throws: runtime_error when it holds nothing.
    void release();

private:
    friend class capacity_limiter;
    borrowed_token(capacity_limiter& of, const void* borrower) noexcept : of_(&of), borrower_(borrower) {}
    capacity_limiter* of_ = nullptr;
    const void* borrower_ = nullptr;
};

struct capacity_limiter_statistics {
    std::size_t total = 0;
    std::size_t borrowed = 0; ///< may be above total, after the total was lowered
    std::size_t waiting = 0;  ///< tasks
};

/// Strict FIFO. Threads: the scheduler's own. Lifetime: longer than any token, and any wait for one. Source: trio.
class RONDO_API capacity_limiter {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API acquire_op
        : detail::parking_place {
    public:
        bool ready();
        void start(waiter& who);
        bool abort(waiter& who) noexcept;
        borrowed_token take() const;
        void describe(std::string& out) const;

    private:
        friend class capacity_limiter;
        template <class>
        friend class detail::parking_lot;
        acquire_op(capacity_limiter& of, const void* borrower) noexcept : of_(of), borrower_(borrower) {}
        capacity_limiter& of_;
        const void* borrower_;
        bool twice_ = false;
    };

    explicit capacity_limiter(std::size_t total) noexcept : total_(total) {}
    capacity_limiter(const capacity_limiter&) = delete;
    capacity_limiter& operator=(const capacity_limiter&) = delete;
    ~capacity_limiter() {
        detail::expects_nobody(lot_, "capacity_limiter: destroyed while a task waits for it");
    }

    /// Waits for a token, for the task that calls this. Returns: borrowed_token. Suspends: unless one is free and nobody
    /// waits; a checkpoint. Throws: runtime_error when the task holds one already, or waits for one. Cost: O(borrowers).
    acquire_op acquire();
    /// The same for another borrower, told apart by its address.
    acquire_op acquire_on_behalf_of(const void* borrower) noexcept { return {*this, borrower}; }
    /// Returns: an empty token when it would have to wait. Throws: as acquire().
    borrowed_token try_acquire();

    std::size_t total() const noexcept { return total_; }
    /// More lets who waits go on; with fewer nobody goes on until enough have been given back.
    void set_total(std::size_t total) noexcept;
    capacity_limiter_statistics statistics() const noexcept {
        return {total_, borrowers_.size(), lot_.size()};
    }

private:
    friend class borrowed_token;
    bool free() const noexcept { return lot_.empty() && borrowers_.size() < total_; }
    bool knows(const void* borrower) const noexcept;
    void give_back(const void* borrower) noexcept;
    void hand_out() noexcept;

    detail::parking_lot<acquire_op> lot_;
    std::vector<const void*> borrowers_; // has room for everybody who waits
    std::size_t total_;
};

inline borrowed_token::~borrowed_token() {
    if (of_) of_->give_back(borrower_);
}

} // namespace rondo::inline v0
