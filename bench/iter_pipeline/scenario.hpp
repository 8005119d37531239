// SPDX-License-Identifier: BSL-1.0
//
// range(n) | map(x: 3 x + 1) | filter(odd) | sum. ns for each number that goes in; every second one comes out.
#pragma once

#include <cstdint>

namespace iter_pipeline {
inline constexpr const char* unit = "ns/item";
/// 3 x + 1 is odd for the even x: 0, 2, … 2 (m - 1).
inline std::uint64_t truth(std::uint64_t n) {
    const std::uint64_t m = (n + 1) / 2;
    return 3 * m * (m - 1) + m;
}
} // namespace iter_pipeline
