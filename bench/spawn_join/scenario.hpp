// SPDX-License-Identifier: BSL-1.0
//
// 10^6 tasks at once. group: they are spawned, all of them before the first runs, each adds its number to a
// sum, and all are joined together; ns a task. handles: each gives its number to who joins it; ns a task.
// bytes: each begins and gives way once; how much more memory is resident when all have begun and none has
// ended; bytes a task, once a process.
//
// Not alike: Go has no handles, its tasks write their numbers down, each in its place; and it interrupts who
// spawns for longer than 10 ms, so that they have to wait at a gate until all are there. Asio's completion
// handlers are handles and group in one, and it begins a coroutine on the spot, as Node does: their tasks
// give way once before anything else.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace spawn_join {

/// A case by the batch: `spawn_and_join(tasks)` gives the sum of their numbers, 0 + 1 + …, for one batch.
template <class SpawnAndJoin>
void measure(bench::harness& run, const char* name, SpawnAndJoin spawn_and_join) {
    const std::uint64_t full = run.size(1'000'000);
    const auto body = [&spawn_and_join, full](std::uint64_t n) {
        std::uint64_t sum = 0;
        for (std::uint64_t done = 0; done < n; done += std::min(n, full))
            sum += static_cast<std::uint64_t>(spawn_and_join(static_cast<long>(std::min(n, full))));
        return sum;
    };
    const auto truth = [full](std::uint64_t n) {
        const std::uint64_t tasks = std::min(n, full);
        return n / tasks * (tasks * (tasks - 1) / 2);
    };
    if (name == std::string_view("bytes"))
        run.measure_bytes(name, "bytes/task", body, truth, full);
    else
        run.measure(name, "ns/task", body, truth, full);
}

} // namespace spawn_join
