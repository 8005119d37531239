// SPDX-License-Identifier: BSL-1.0
//
// Numbers that several laws name.
#pragma once

#include <limits>
#include <numbers>

namespace rondo::inline v0::sim::detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double pi = std::numbers::pi;

} // namespace rondo::inline v0::sim::detail
