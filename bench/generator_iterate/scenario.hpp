// SPDX-License-Identifier: BSL-1.0
//
// A generator yields 0, 1, … n - 1, and a loop adds them up. ns an item; making the generator is spread over about 10 ms.
#pragma once

#include <cstdint>

namespace generator_iterate {
inline constexpr const char* unit = "ns/item";
inline std::uint64_t truth(std::uint64_t n) { return n * (n - 1) / 2; }
} // namespace generator_iterate
