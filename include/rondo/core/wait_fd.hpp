// SPDX-License-Identifier: BSL-1.0
//
// Waiting until a descriptor can be read or written: what every library with a descriptor of its own needs in order to
// live on the loop. It does not read or write anything, and nobody owns the descriptor.
#pragma once

#include <rondo/core/op_wait.hpp>

namespace rondo::inline v0 {

namespace detail {

class [[nodiscard("a wait does nothing until it is awaited")]] RONDO_API wait_fd_op : public op_wait {
public:
    wait_fd_op(int descriptor, const char* verb, std::uint32_t events) noexcept
        : op_wait(opcode::poll, verb, descriptor) {
        flags = events;
    }
    wait_fd_op(wait_fd_op&&) noexcept = default;
    void take() { checked_outcome(); }
    rondo::result<void> take_result();
};

} // namespace detail

/// Waits until a read of `descriptor` would not block: there is something, the end, or an error. Any number may wait for
/// one descriptor; all of them go on, and the first to read takes it. Files on disk are always ready.
/// Suspends: always; a checkpoint. Throws: rondo::error (EBADF, with what to do) when it is not open, or is closed
/// meanwhile; runtime_error when the loop has no driver. Cancel: nothing is lost.
/// Lifetime: the descriptor must stay open; before closing it, notify_closing().
RONDO_API detail::wait_fd_op wait_readable(int descriptor) noexcept;
/// Waits until a write to `descriptor` would not block, or would fail. Otherwise as wait_readable.
RONDO_API detail::wait_fd_op wait_writable(int descriptor) noexcept;

/// Says that `descriptor` is about to be closed: whoever waits for it is given EBADF. Without it the system tells nobody,
/// and who waits may wait for ever. Requires: called in a turn of the loop; elsewhere loop.io()->closing(descriptor).
RONDO_API void notify_closing(int descriptor) noexcept;

} // namespace rondo::inline v0
