// SPDX-License-Identifier: BSL-1.0
//
// The model as events that call closures: an event a message, which needs no mailbox. Loop is one of `after(delay, what)` and `now`.
#pragma once

#include "../sim.hpp"

namespace bench::sim {

template <class Loop>
struct model {
    Loop loop{};
    std::array<std::uint64_t, stations> sums{};

    void send(message m) {
        const double delay = exponential(m.bits);
        const std::size_t to = target(m.bits);
        loop.after(delay, [this, m, to] { arrives(m, to); });
    }
    void arrives(message m, std::size_t at) {
        sums[at] += whole(loop.now);
        if (--m.left != 0) send(m);
    }
};

template <class Loop>
std::uint64_t hops(std::uint64_t many, std::uint64_t each) {
    model<Loop> m;
    for (std::uint32_t i = 0; i != many; ++i) m.send({{i + 1}, each});
    m.loop.run();
    std::uint64_t sum = 0;
    for (const std::uint64_t s : m.sums) sum += s;
    return sum;
}

} // namespace bench::sim
