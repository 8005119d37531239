// SPDX-License-Identifier: BSL-1.0
//
// Two tasks send, the even numbers through one channel, the odd ones through another; a third takes what comes first, n
// numbers in all. Channels without a buffer (0), and with room for 16; ns a message. When both have something the first
// channel wins, where the peer lets one say so (not Go, which draws lots).
//
// Not alike: Tokio's channels and asyncio's queues have no case 0; who selects in asyncio keeps a task for each queue, since
// there is nothing else to wait for several with; Asio races two operations, of which both may succeed. Boost.Fiber and trio
// have no such choice and do not take part.
#pragma once

#include "../harness.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace select_two {

/// One case: `take(evens, odds)` gives the sum of what was taken, -1 when a channel's numbers came in another order.
template <class Take>
void measure(bench::harness& run, std::size_t capacity, Take take) {
    const auto body = [&take](std::uint64_t n) {
        return static_cast<std::uint64_t>(take(static_cast<long>(n - n / 2), static_cast<long>(n / 2)));
    };
    run.measure(std::to_string(capacity), "ns/message", body,
                [](std::uint64_t n) { return n * (n - 1) / 2; });
}

/// What is made of a number.
struct account {
    long sum = 0, next[2] = {0, 1};
    bool in_order = true;
    void add(int from, long number) {
        in_order &= number == next[from];
        next[from] += 2;
        sum += number;
    }
    long answer() const { return in_order ? sum : -1; }
};

} // namespace select_two
