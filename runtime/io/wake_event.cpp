// SPDX-License-Identifier: BSL-1.0
#include "wake_event.hpp"

#include <rondo/base/error.hpp>

#include <cerrno>
#include <cstdint>

#include <sys/eventfd.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

wake_event::wake_event() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw error(errno, "eventfd()", "close descriptors, or raise `ulimit -n`");
}
wake_event::~wake_event() { ::close(descriptor_); }

void wake_event::ring() noexcept {
    if (rung_.exchange(true, std::memory_order_acq_rel)) return;
    const int kept = errno;
    const std::uint64_t one = 1;
    while (::write(descriptor_, &one, sizeof one) < 0 && errno == EINTR) {}
    errno = kept;
}

void wake_event::hear() noexcept {
    // In this order: who rings in between is heard now; who is between the two halves of ring() leaves the event readable
    // without need. Nobody is lost.
    std::uint64_t count = 0;
    while (::read(descriptor_, &count, sizeof count) < 0 && errno == EINTR) {}
    rung_.exchange(false, std::memory_order_acq_rel);
}

} // namespace rondo::inline v0::detail
