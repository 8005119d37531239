// SPDX-License-Identifier: BSL-1.0
//
// One task sends 0, 1, 2 …, another receives them: n messages through a channel without a buffer (0), and with room for 1,
// 16, 128 and 1024. ns a message.
//
// Not alike: Tokio's channels and asyncio's queues have no case 0. Boost.Fiber's buffered channel holds one less than its
// capacity, which is a power of two: 2 in case 1. Go, Tokio and Boost.Fiber pay for atomics that a single thread does not
// need; rondo and Tokio give way after 128 messages that were there at once, the others never.
#pragma once

#include "../harness.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace channel_throughput {

inline constexpr std::size_t capacities[] = {0, 1, 16, 128, 1024};

/// One case: `pass(messages)` gives the sum of what was received, -1 when it came in another order.
template <class Pass>
void measure(bench::harness& run, std::size_t capacity, Pass pass) {
    const auto body = [&pass](std::uint64_t n) {
        return static_cast<std::uint64_t>(pass(static_cast<long>(n)));
    };
    run.measure(std::to_string(capacity), "ns/message", body,
                [](std::uint64_t n) { return n * (n - 1) / 2; });
}

/// What the receiver makes of a message.
struct account {
    long sum = 0, next = 0;
    bool in_order = true;
    void add(long message) {
        in_order &= message == next++;
        sum += message;
    }
    long answer() const { return in_order ? sum : -1; }
};

} // namespace channel_throughput
