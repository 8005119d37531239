// SPDX-License-Identifier: BSL-1.0
//
// 0, 1, 2 … n - 1 from an asynchronous generator that never has to wait; three stages keep the even ones, triple them, and give
// the sum so far; the consumer adds up what it is given, modulo 2^64. ns an item of the source.
//
// Not alike: fused is the floor: the same generator, and one hand-written loop that does what the stages do. Go has a
// goroutine for each stage and channels without a buffer between them, which is its idiom, and does more: stages may run side by
// side. Tokio's stages are one state machine that the compiler sees through, over an iterator, as its language has no
// generators: it does less. Node goes through its queue of microtasks at each step, CPython through its frames.
#pragma once

#include "../harness.hpp"

#include <cstdint>

namespace stream_stages {

inline constexpr const char* unit = "ns/item";

/// The sum of the sums so far of 3 * i, for the even i below n.
inline std::uint64_t truth(std::uint64_t n) {
    std::uint64_t so_far = 0, sum = 0;
    for (std::uint64_t i = 0; i < n; i += 2) sum += so_far += 3 * i;
    return sum;
}

} // namespace stream_stages
