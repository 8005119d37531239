// SPDX-License-Identifier: BSL-1.0
//
// What ends a wait from another thread, or from a signal handler: an eventfd, rung at most once until it is heard.
#pragma once

#include <atomic>

namespace rondo::inline v0::detail {

class wake_event {
public:
    wake_event(); ///< Throws: rondo::error
    wake_event(const wake_event&) = delete;
    ~wake_event();
    /// Threads: any. Safe in a signal handler; keeps errno.
    void ring() noexcept;
    bool rung() const noexcept { return rung_.load(std::memory_order_acquire); }
    /// Makes it quiet again. What was said before ring() is seen after hear().
    void hear() noexcept;
    int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
    std::atomic<bool> rung_ = false;
};

} // namespace rondo::inline v0::detail
