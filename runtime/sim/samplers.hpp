// SPDX-License-Identifier: BSL-1.0
//
// Draws that several laws are made of.
#pragma once

#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/detail/portable_math.hpp>

#include <cstdint>

namespace rondo::inline v0::sim::detail {

inline double standard_normal(bits_ref bits) noexcept { return normal_quantile(uniform_open(bits)); }

/// Gamma with scale 1. Requires: shape > 0.
double standard_gamma(double shape, bits_ref bits);

} // namespace rondo::inline v0::sim::detail
