// SPDX-License-Identifier: BSL-1.0
//
// 10^5 or 10^6 tasks at once, each of which sleeps once, for a time of its own: they are distinct, in a
// pseudo-random order, 100 ns apart, and the shortest is 500 ns a sleeper, so that all are armed before the
// first is due where that is fast enough. All are joined. ns of CPU time a sleeper, with its spawn: what is
// waited is not counted. That nobody wakes early is seen by the clock.
//
// Not alike: Tokio, Node, libuv and uvloop keep time by the millisecond, and wake in no order within it;
// Asio, asyncio, trio and Go wake in order. libuv has no tasks: a callback a timer. The floors have no clock:
// all is due at once. trio is measured at 10^5 only.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace timer_sleepers {

using std::chrono::nanoseconds;

/// The numbers 0 … n - 1 in a pseudo-random order: what i becomes.
inline std::uint32_t shuffled(std::uint32_t i, std::uint32_t n) {
    int bits = 1;
    while ((std::uint64_t{1} << bits) < n) ++bits;
    const std::uint32_t mask = (std::uint32_t{1} << bits) - 1;
    do { // each step is a bijection on so many bits; round again until it is below n
        i = (i * 0x9e3779b1u) & mask;
        i ^= i >> ((bits + 1) / 2);
        i = (i * 0x85ebca6bu) & mask;
        i ^= i >> ((bits + 1) / 2);
    } while (i >= n);
    return i;
}

/// How long each of n sleeps.
inline std::vector<nanoseconds> sleeps(std::uint64_t n) {
    std::vector<nanoseconds> all;
    for (std::uint32_t i = 0; i < n; ++i)
        all.emplace_back(500 * n + 100 * std::uint64_t{shuffled(i, static_cast<std::uint32_t>(n))});
    return all;
}

/// All cases of a peer: `sleep_all(sleeps)` runs one sleeper for each and gives the sum of their indices.
/// `waits`: in real time.
template <class SleepAll>
void measure(bench::harness& run, SleepAll sleep_all, bool waits = true) {
    const std::pair<const char*, std::uint64_t> cases[] = {{"1e5", 100'000}, {"1e6", 1'000'000}};
    for (const auto& [name, wanted] : cases) {
        const std::uint64_t full = run.size(wanted);
        std::vector<nanoseconds> all;
        const auto body = [&](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            if (all.size() != many) all = sleeps(many);
            std::uint64_t sum = 0;
            for (std::uint64_t done = 0; done < n; done += many) {
                const double began = bench::wall_nanoseconds();
                bench::begin_lap();
                sum += static_cast<std::uint64_t>(sleep_all(all));
                bench::end_lap();
                const double longest = static_cast<double>(600 * many - 100);
                if (waits && bench::wall_nanoseconds() - began < longest) return ~std::uint64_t{0};
            }
            return sum;
        };
        const auto truth = [full](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            return n / many * (many * (many - 1) / 2);
        };
        run.measure(name, "ns/sleeper", body, truth, full);
    }
}

} // namespace timer_sleepers
