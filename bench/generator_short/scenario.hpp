// SPDX-License-Identifier: BSL-1.0
//
// Make a generator, take its four items k … k + 3, destroy it; n times. ns a generator: what making one costs.
#pragma once

#include <cstdint>

namespace generator_short {
inline constexpr const char* unit = "ns/generator";
inline std::uint64_t truth(std::uint64_t n) { return 2 * n * (n - 1) + 6 * n; }
} // namespace generator_short
