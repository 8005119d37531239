// SPDX-License-Identifier: BSL-1.0
//
// A running total: 0, 1, … n - 1 are sent to it, one at a time, and it answers each with the sum so far. ns a round trip.
#pragma once

#include <cstdint>

namespace generator_send {
inline constexpr const char* unit = "ns/round trip";
inline std::uint64_t truth(std::uint64_t n) { return n * (n - 1) / 2; }
} // namespace generator_send
