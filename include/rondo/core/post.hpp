// SPDX-License-Identifier: BSL-1.0
//
// The door between threads: functions handed to a loop from anywhere. One of the few places of the library with locks.
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/base/time.hpp>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

class driver;

namespace detail {

/// A function in a box.
class RONDO_API posted {
public:
    posted() = default;
    posted(const posted&) = delete;
    virtual ~posted();
    virtual void call() = 0;
};
template <class F>
class posted_function final : public posted {
public:
    template <class G>
    explicit posted_function(G&& f) : f_(static_cast<G&&>(f)) {}
    void call() override { f_(); }

private:
    F f_;
};
template <class F>
std::unique_ptr<posted> make_posted(F&& f) {
    return std::make_unique<posted_function<std::decay_t<F>>>(static_cast<F&&>(f));
}

/// Shared by a loop and its remotes; outlives the loop when they do.
class RONDO_API door {
public:
    explicit door(driver* io) noexcept : driver_(io) {}
    /// Throws: runtime_error when the loop has gone; the function is destroyed unrun.
    void post(std::unique_ptr<posted> function);
    /// What was posted since the last call.
    std::vector<std::unique_ptr<posted>> take();
    /// Sleeps until something is posted, or `deadline` on the monotonic clock: for a loop without a driver.
    void wait(instant deadline);
    void close() noexcept;
    bool hold() noexcept; ///< false when the loop has gone
    void let_go() noexcept;
    bool held() const noexcept { return holders_.load(std::memory_order_acquire) != 0; }
    /// Rings without a function. Safe in a signal handler when there is a driver. Requires: not closed.
    void interrupt() noexcept;
    bool take_interrupt() noexcept { return interrupted_.exchange(false, std::memory_order_acq_rel); }
    bool filled() const noexcept { return filled_.load(std::memory_order_acquire); }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<posted>> queue_;
    driver* driver_;
    std::atomic<std::size_t> holders_ = 0;
    std::atomic<bool> filled_ = false; // so that the loop may look without the lock
    std::atomic<bool> interrupted_ = false;
    bool nudged_ = false;
    bool closed_ = false;
};

} // namespace detail

/// A loop as other threads see it. While it lives, the loop does not take waiting for a deadlock.
/// Threads: any; copies share.
class RONDO_API remote_handle {
public:
    remote_handle() noexcept = default;
    explicit remote_handle(std::shared_ptr<detail::door> to);
    remote_handle(const remote_handle& other);
    remote_handle(remote_handle&& other) noexcept = default;
    remote_handle& operator=(remote_handle other) noexcept {
        std::swap(door_, other.door_);
        return *this;
    }
    ~remote_handle();

    /// Runs `f()` on the loop, at its next poll, and wakes it. Throws: runtime_error when the loop has gone.
    template <class F>
    void post(F&& f) const {
        to().post(detail::make_posted(static_cast<F&&>(f)));
    }

private:
    detail::door& to() const;
    std::shared_ptr<detail::door> door_;
};

} // namespace rondo::inline v0
