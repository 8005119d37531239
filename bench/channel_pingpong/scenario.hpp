// SPDX-License-Identifier: BSL-1.0
//
// Two tasks and two channels: one sends i, the other answers i + 1, and only then comes the next. Channels without a buffer
// (0) and with room for one (1); ns a round trip, which is two messages and at least two switches.
//
// Not alike: Tokio's channels and asyncio's queues have no case 0. Boost.Fiber's buffered channel of capacity 2 holds one.
// Go, Tokio and Boost.Fiber pay for atomics that a single thread does not need.
#pragma once

#include "../harness.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace channel_pingpong {

/// One case: `play(rounds)` gives the sum of all answers.
template <class Play>
void measure(bench::harness& run, std::size_t capacity, Play play) {
    const auto body = [&play](std::uint64_t n) {
        return static_cast<std::uint64_t>(play(static_cast<long>(n)));
    };
    run.measure(std::to_string(capacity), "ns/round", body, [](std::uint64_t n) { return n * (n + 1) / 2; });
}

} // namespace channel_pingpong
