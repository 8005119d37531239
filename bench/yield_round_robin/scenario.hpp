// SPDX-License-Identifier: BSL-1.0
//
// T tasks give way to each other, over and over: 1, 10^3, 10^5, 10^6 tasks, n yields in all. Counted is what
// lies between two steps of one of them, after all have begun and before any ends. ns a yield.
//
// Where the queue is exactly first in, first out, the first task counts for all, since between two of its
// steps everybody has made one; where it is not (Tokio, Go, trio) the tasks count their yields together.
//
// Not alike: libuv has no tasks, but an idle handle a task, whose callback is called once a turn. `node` goes
// through the queue of microtasks, which lets no I/O happen in between; `node_immediate` through the event
// loop. Tokio, libuv, asyncio, uvloop and trio look for I/O in every turn, which shows where few tasks make a
// turn. trio is measured up to 10^3 tasks only, and node_immediate and asyncio's kin up to 10^5: a run at
// 10^6 takes them longer than all others together.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace yield_round_robin {

/// All cases of a peer: `go_round(tasks, rounds)` gives the number of yields, tasks x rounds.
template <class GoRound>
void measure(bench::harness& run, GoRound go_round) {
    const std::pair<const char*, std::uint64_t> cases[] = {
        {"1", 1}, {"1e3", 1000}, {"1e5", 100'000}, {"1e6", 1'000'000}};
    for (const auto& [name, wanted] : cases) {
        const std::uint64_t full = run.size(wanted);
        const auto body = [&go_round, full](std::uint64_t n) {
            const std::uint64_t tasks = std::min(n, full);
            return static_cast<std::uint64_t>(
                go_round(static_cast<long>(tasks), static_cast<long>(n / tasks)));
        };
        run.measure(name, "ns/yield", body, [](std::uint64_t n) { return n; }, full);
    }
}

/// What the first of the tasks does at its two steps.
inline void first_begins(bool first) {
    if (first) bench::begin_lap();
}
inline void first_ends(bool first) {
    if (first) bench::end_lap();
}

} // namespace yield_round_robin
