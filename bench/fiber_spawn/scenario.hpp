// SPDX-License-Identifier: BSL-1.0
//
// 10^4 fibers at once, stacks of 128 KiB, which are kept for the next 10^4. group: they are spawned, all of them before the
// first runs, each adds its number to a sum, and all are joined together; ns a fiber. handles: each gives its number to who
// joins it; ns a fiber. bytes: each begins and gives way once; how much more memory is resident when all have begun and none
// has ended; bytes a fiber, once a process.
//
// Not alike: Boost.Fiber has no groups, each fiber is joined by itself, and gives nothing: it writes its number down. Its
// stacks come from malloc each time, and have no guard, which is its default. asyncio has no stacks, its tasks are coroutines.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace fiber_spawn {

/// A case by the batch: `spawn_and_join(fibers)` gives the sum of their numbers, 0 + 1 + …, for one batch.
template <class SpawnAndJoin>
void measure(bench::harness& run, const char* name, SpawnAndJoin spawn_and_join) {
    const std::uint64_t full = run.size(10'000);
    const auto body = [&spawn_and_join, full](std::uint64_t n) {
        std::uint64_t sum = 0;
        for (std::uint64_t done = 0; done < n; done += std::min(n, full))
            sum += static_cast<std::uint64_t>(spawn_and_join(static_cast<long>(std::min(n, full))));
        return sum;
    };
    const auto truth = [full](std::uint64_t n) {
        const std::uint64_t fibers = std::min(n, full);
        return n / fibers * (fibers * (fibers - 1) / 2);
    };
    if (name == std::string_view("bytes"))
        run.measure_bytes(name, "bytes/fiber", body, truth, full);
    else
        run.measure(name, "ns/fiber", body, truth, full);
}

} // namespace fiber_spawn
