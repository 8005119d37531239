// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/wait_fd.hpp>

#include <rondo/core/driver.hpp>

#include <poll.h>

namespace rondo::inline v0 {

rondo::result<void> detail::wait_fd_op::take_result() {
    const rondo::result<std::int64_t> events = outcome();
    if (!events) return events.error();
    return {};
}

detail::wait_fd_op wait_readable(int descriptor) noexcept {
    return {descriptor, "wait_readable", std::uint32_t(POLLIN)};
}
detail::wait_fd_op wait_writable(int descriptor) noexcept {
    return {descriptor, "wait_writable", std::uint32_t(POLLOUT)};
}

void notify_closing(int descriptor) noexcept {
    scheduler* here = scheduler::current();
    expects(here != nullptr, "notify_closing: called outside a turn: use loop.io()->closing(descriptor)");
    if (here->io()) here->io()->closing(descriptor);
}

} // namespace rondo::inline v0
