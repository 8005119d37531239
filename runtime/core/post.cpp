// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/post.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/driver.hpp>

#include <unistd.h>

namespace rondo::inline v0 {

driver::~driver() = default;
void driver::attach(time_source*, oracle*) noexcept {}
void driver::closing(int) noexcept {}
bool driver::at_once(op&) noexcept { return false; }
void driver::discard(int descriptor) noexcept { ::close(descriptor); }

namespace detail {

posted::~posted() = default;

void door::post(std::unique_ptr<posted> function) {
    const std::lock_guard lock(mutex_);
    if (closed_) throw runtime_error("post: the loop has gone");
    queue_.push_back(std::move(function));
    filled_.store(true, std::memory_order_release);
    if (driver_)
        driver_->wake(); // under the lock: the driver lives until close()
    else
        changed_.notify_one();
}

std::vector<std::unique_ptr<posted>> door::take() {
    const std::lock_guard lock(mutex_);
    filled_.store(false, std::memory_order_relaxed);
    return std::exchange(queue_, {});
}

void door::wait(instant deadline) {
    std::unique_lock lock(mutex_);
    const auto woken = [this] { return !queue_.empty() || nudged_; };
    if (deadline == never) {
        changed_.wait(lock, woken);
    } else {
        // libstdc++'s steady_clock is CLOCK_MONOTONIC, whose time the loop's is.
        const std::chrono::steady_clock::time_point until(deadline.time_since_epoch());
        changed_.wait_until(lock, until, woken);
    }
    nudged_ = false;
}

void door::close() noexcept {
    std::vector<std::unique_ptr<posted>> unrun; // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    closed_ = true;
    driver_ = nullptr;
    unrun.swap(queue_);
}

// No lock, as the thread that it interrupts may hold it. In this order: take() clears the second, and then the loop looks
// at the first.
void door::interrupt() noexcept {
    interrupted_.store(true, std::memory_order_release);
    filled_.store(true, std::memory_order_release);
    if (driver_) driver_->wake();
}

bool door::hold() noexcept {
    const std::lock_guard lock(mutex_);
    ++holders_;
    return !closed_;
}

void door::let_go() noexcept {
    const std::lock_guard lock(mutex_);
    if (--holders_ != 0 || closed_) return;
    nudged_ = true; // the loop may have nothing left to wait for
    if (driver_)
        driver_->wake();
    else
        changed_.notify_one();
}

} // namespace detail

remote_handle::remote_handle(std::shared_ptr<detail::door> to) : door_(std::move(to)) { door_->hold(); }
remote_handle::remote_handle(const remote_handle& other) : door_(other.door_) {
    if (door_) door_->hold();
}
remote_handle::~remote_handle() {
    if (door_) door_->let_go();
}
detail::door& remote_handle::to() const {
    if (!door_) throw runtime_error("this remote_handle refers to no loop");
    return *door_;
}

} // namespace rondo::inline v0
