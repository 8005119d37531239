// SPDX-License-Identifier: BSL-1.0
//
// Carries out an operation by a system call, without waiting where the system can say that it would: the half of a
// readiness driver that knows the opcodes.
#pragma once

#include <rondo/core/op.hpp>

#include <cstdint>
#include <limits>

namespace rondo::inline v0::detail {

/// The descriptor must become ready first. Not -EAGAIN, which some calls mean as their answer.
inline constexpr std::int64_t must_wait = std::numeric_limits<std::int64_t>::min();

/// What `one` waits for when it must: POLLIN, POLLOUT, or the flags of a poll; 0 when it never waits.
std::uint32_t readiness_of(const op& one) noexcept;

/// How much is known about the descriptor.
enum class standing {
    unknown, ///< tries, as far as that cannot block
    ready,   ///< was reported ready: the call is made, in portions that do not block
    on_disk, ///< cannot be waited for: the call is made, and may block
};

/// Whether it may take long on any descriptor: it belongs to a thread of its own.
bool may_block(const op& one) noexcept;
/// Makes a read of at most 128 KiB at a place of a file, when the bytes are in memory. Returns: whether it did.
bool read_cached(op& one) noexcept;

/// Makes what never waits, and small cached reads. Returns: whether it did.
bool made_at_once(op& one) noexcept;

/// Returns: the result as the kernel says it, or must_wait.
std::int64_t perform(op& one, standing known) noexcept;

} // namespace rondo::inline v0::detail
