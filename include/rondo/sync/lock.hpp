// SPDX-License-Identifier: BSL-1.0
//
// `lock`: one task at a time, in the order of asking. Releasing hands the lock to the oldest that waits, at once: it is
// never seen free in between, and who comes later cannot slip in.
//
//     auto held = co_await access.acquire();     released when `held` goes, or by held.release()
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sync/detail/parking_lot.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::inline v0 {

class condition;
class lock;

/// A lock that is held; released when this goes. Moves; one that was moved from, or released, holds nothing.
class [[nodiscard("the lock is released at once: auto held = co_await l.acquire();")]] RONDO_API held_lock {
public:
    held_lock() noexcept = default;
    held_lock(held_lock&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    held_lock& operator=(held_lock other) noexcept {
        std::swap(of_, other.of_);
        return *this;
    }
    ~held_lock();

    explicit operator bool() const noexcept { return of_ != nullptr; } ///< whether it holds a lock
    /// Releases before it goes. Throws: runtime_error when it holds nothing.
    void release();

private:
    friend class lock;
    friend class condition;
    explicit held_lock(lock& of) noexcept : of_(&of) {}
    lock* of_ = nullptr;
};

struct lock_statistics {
    bool locked = false;
    std::optional<std::uint64_t>
        owner;               ///< the number of the task that acquired it; none: free, or not by a task
    std::size_t waiting = 0; ///< tasks
};

namespace detail {

/// Waits for a lock: an acquire(), or a condition's wait on its way back.
struct lock_place : parking_place {
    held_lock* into = nullptr; ///< who gets it back; null: take() makes a new one
};

} // namespace detail

/// Strict FIFO; not recursive: a task that asks for what it holds waits for itself, and the deadlock report says so.
/// Threads: the scheduler's own. Lifetime: longer than any hold on it, and any wait for it.
class RONDO_API lock {
public:
    class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API acquire_op : detail::lock_place {
    public:
        bool ready() noexcept { return of_.take_if_free(); }
        void start(waiter& who) noexcept { of_.lot_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.lot_.erase(*this);
            return true;
        }
        held_lock take() const noexcept { return held_lock(of_); }
        void describe(std::string& out) const { of_.describe_wait(out, who); }

    private:
        friend class lock;
        friend class detail::circle;
        explicit acquire_op(lock& of) noexcept : of_(of) {}
        lock& of_;
    };

    /// The name is for reports.
    explicit lock(std::string_view name = {}) : name_(name) {}
    lock(const lock&) = delete;
    lock& operator=(const lock&) = delete;
    ~lock() {
        expects(!locked_, "lock: destroyed while it is held");
        detail::expects_nobody(lot_, "lock: destroyed while a task waits for it");
    }

    /// Waits for the lock. Returns: held_lock. Suspends: unless it is free; a checkpoint. Cancel: the place in the queue is
    /// lost, and nothing else.
    acquire_op acquire() noexcept { return acquire_op(*this); }
    /// Returns: an empty held_lock when it is not free.
    held_lock try_acquire() noexcept { return take_if_free() ? held_lock(*this) : held_lock(); }
    bool locked() const noexcept { return locked_; }
    const std::string& name() const noexcept { return name_; }
    lock_statistics statistics() const noexcept;

private:
    friend class held_lock;
    friend class condition;
    friend class detail::circle;

    bool take_if_free() noexcept {
        if (locked_) return false;
        locked_ = true;
        holder_ = detail::holder::current();
        return true;
    }
    void hand_over() noexcept; ///< to the oldest that waits, or to nobody
    void describe_wait(std::string& out, const waiter* asker) const;

    detail::parking_lot<detail::lock_place> lot_;
    detail::holder holder_;
    bool locked_ = false;
    std::string name_;
};

inline held_lock::~held_lock() {
    if (of_) of_->hand_over();
}

} // namespace rondo::inline v0
