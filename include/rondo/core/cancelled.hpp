// SPDX-License-Identifier: BSL-1.0
//
// What unwinds a body whose scope was cancelled: thrown at its checkpoints, again and again until it has left the scope.
#pragma once

#include <rondo/base/config.hpp>

namespace rondo::inline v0 {

/// Thrown by a wait in a cancelled scope. Deliberately no std::exception: let it pass. A `catch (...)` that swallows it
/// loses nothing but time, as the next wait throws it again. Source: trio's Cancelled.
struct RONDO_API cancelled final {};

} // namespace rondo::inline v0
