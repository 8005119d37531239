// SPDX-License-Identifier: BSL-1.0
//
// Delegation. depth_D: the innermost of D generators yields 0, 1, … n - 1, each of the others passes on what the next one
// yields; ns an item. tree: a generator a node walks a balanced tree of n nodes in order, left, itself, right; the nodes
// are the numbers 0 … n - 1, and their order is checked; ns a node.
#pragma once

#include "../harness.hpp"

#include <cstdint>
#include <string>

namespace generator_recursive {

inline constexpr int depths[] = {1, 10, 100, 1000};
inline constexpr std::uint64_t out_of_order = ~std::uint64_t{0};

inline std::uint64_t truth(std::uint64_t n) { return n * (n - 1) / 2; }

/// All cases of a peer: `descend(n, depth)` and `walk(n)` give the sum.
template <class Descend, class Walk>
void measure(bench::harness& run, Descend descend, Walk walk) {
    for (int depth : depths) {
        const auto body = [&](std::uint64_t n) { return descend(static_cast<long>(n), depth); };
        run.measure("depth_" + std::to_string(depth), "ns/item", body, truth);
    }
    const auto body = [&](std::uint64_t n) { return walk(static_cast<long>(n)); };
    run.measure("tree", "ns/node", body, truth);
}

/// The sum of what `next()` gives by address until it gives none; out_of_order if that is not 0, 1, ….
template <class Next>
std::uint64_t in_order(Next next) {
    std::uint64_t sum = 0, expected = 0;
    while (const long* value = next()) {
        if (static_cast<std::uint64_t>(*value) != expected++) return out_of_order;
        sum += static_cast<std::uint64_t>(*value);
    }
    return sum;
}

} // namespace generator_recursive
