// SPDX-License-Identifier: BSL-1.0
//
// T tasks share a counter behind a lock: each acquires it, reads, gives way while it holds it, writes one more, and releases.
// With 10 and 1000 tasks all but one wait; n acquisitions in all, ns each. Case 1 is a task alone that does not give way: a
// lock that is free. An update that was lost would show in the counter.
//
// Not alike: Go's lock may be taken by who comes later, so that few of its goroutines wait at a time. Asio has no lock: a
// channel that holds one token stands for it. Go, Tokio and Boost.Fiber pay for atomics that a single thread does not need.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace mutex_contended {

/// All cases of a peer: `count(tasks, rounds, gives_way)` gives the counter at the end, tasks x rounds.
template <class Count>
void measure(bench::harness& run, Count count) {
    for (const std::uint64_t wanted : {1u, 10u, 1000u}) {
        const std::uint64_t full = run.size(wanted);
        const bool gives_way = wanted != 1;
        const auto body = [&count, full, gives_way](std::uint64_t n) {
            const std::uint64_t tasks = std::min(n, full);
            return static_cast<std::uint64_t>(
                count(static_cast<long>(tasks), static_cast<long>(n / tasks), gives_way));
        };
        run.measure(std::to_string(wanted), "ns/acquisition", body, [](std::uint64_t n) { return n; }, full);
    }
}

} // namespace mutex_contended
