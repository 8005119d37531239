// SPDX-License-Identifier: BSL-1.0
//
// A blocking function on its way to another thread and back. Shared by whoever waits for it and the thread that runs it, as
// the first may leave before the second is done.
#pragma once

#include <rondo/base/config.hpp>

#include <atomic>

namespace rondo::inline v0::detail {

class RONDO_API offloaded {
public:
    offloaded() = default;
    offloaded(const offloaded&) = delete;
    virtual void run() noexcept = 0; ///< once, on whatever thread; keeps what came of it
    void retain() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }
    void release() noexcept {
        if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }

protected:
    virtual ~offloaded();

private:
    std::atomic<int> owners_ = 1;
};

} // namespace rondo::inline v0::detail
