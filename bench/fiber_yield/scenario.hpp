// SPDX-License-Identifier: BSL-1.0
//
// T fibers give way to each other, over and over: 10^3 and 2x10^4 fibers, n yields in all, stacks of 128 KiB. Counted is what
// lies between two steps of the first, after all have begun and before any ends; between them everybody has made one. ns a
// yield.
//
// Not alike: Go's goroutines have stacks that grow, and share yields among themselves, so that all are counted together;
// asyncio has no stacks, its tasks are coroutines. Boost.Fiber's stacks have no guard here, which is its default.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace fiber_yield {

/// All cases of a peer: `go_round(fibers, rounds)` gives the number of yields, fibers x rounds.
template <class GoRound>
void measure(bench::harness& run, GoRound go_round) {
    const std::pair<const char*, std::uint64_t> cases[] = {{"1e3", 1000}, {"2e4", 20'000}};
    for (const auto& [name, wanted] : cases) {
        const std::uint64_t full = run.size(wanted);
        const auto body = [&go_round, full](std::uint64_t n) {
            const std::uint64_t fibers = std::min(n, full);
            return static_cast<std::uint64_t>(
                go_round(static_cast<long>(fibers), static_cast<long>(n / fibers)));
        };
        run.measure(name, "ns/yield", body, [](std::uint64_t n) { return n; }, full);
    }
}

/// What each fiber does, with a `yield` of its kind.
template <class Yield>
void give_way(long rounds, bool first, long& yields, Yield yield) {
    yield();
    if (first) bench::begin_lap();
    long mine = 0;
    for (; mine < rounds; ++mine) yield();
    if (first) bench::end_lap();
    yields += mine;
}

} // namespace fiber_yield
