// SPDX-License-Identifier: BSL-1.0
//
// A chain of tasks, each of which awaits the next: 10^3, 10^4, 10^5, 10^6 deep. The innermost gives way once,
// so that all of them are suspended at the same time; then each adds one to what it got. n levels in all, a
// chain after the other. ns a level.
//
// Not alike: Rust and CPython resume the innermost through all levels above it, on the native stack, which is
// made large enough here; they poll a chain twice. For Go and the floor `call` a level is a plain call, on a
// stack that grows, or is large. Node runs the first part of each level on the native stack too, and has no
// more of it than for 10^3.
#pragma once

#include "../harness.hpp"

#include <cstdint>
#include <string>

namespace await_deep {

inline std::uint64_t truth(std::uint64_t n) { return n; }

/// All cases of a peer: `chains(how_many, depth)` gives the number of levels.
template <class Chains>
void measure(bench::harness& run, Chains chains) {
    std::uint64_t depth = 1000;
    for (const char* name : {"1e3", "1e4", "1e5", "1e6"}) {
        const std::uint64_t full = run.size(depth);
        const auto body = [&chains, full](std::uint64_t n) {
            return static_cast<std::uint64_t>(
                n < full ? chains(1l, static_cast<long>(n))
                         : chains(static_cast<long>(n / full), static_cast<long>(full)));
        };
        run.measure(name, "ns/level", body, truth, full);
        depth *= 10;
    }
}

} // namespace await_deep
