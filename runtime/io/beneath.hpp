// SPDX-License-Identifier: BSL-1.0
//
// Opening what lies below a directory, and nothing else: the kernel sees to it (openat2), and where it cannot, no link is
// followed on the way.
#pragma once

#include <rondo/core/op.hpp>

namespace rondo::inline v0::detail {

/// Returns: as opcode::open_beneath. `at_once`: only as far as no disk is asked; -EAGAIN where it would be, or nobody knows.
std::int64_t open_beneath(const op& one, bool at_once) noexcept;

} // namespace rondo::inline v0::detail
