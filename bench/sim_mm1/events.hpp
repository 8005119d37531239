// SPDX-License-Identifier: BSL-1.0
//
// The model as events that call closures. Loop is one of `after(delay, what)` and `now`.
#pragma once

#include "../sim.hpp"

#include <deque>

namespace bench::sim {

template <class Loop>
struct model {
    Loop loop;
    lcg gaps{1}, services{2};
    std::uint64_t to_come, sum = 0;
    std::deque<double> waiting; // what each is to be served
    bool busy = false;

    void next() {
        if (to_come-- == 0) return;
        loop.after(exponential(gaps), [this] { arrives(); });
    }
    void arrives() {
        waiting.push_back(service(services));
        if (!busy) serve();
        next();
    }
    void serve() {
        busy = true;
        loop.after(waiting.front(), [this] { leaves(); });
        waiting.pop_front();
    }
    void leaves() {
        sum += whole(loop.now);
        busy = false;
        if (!waiting.empty()) serve();
    }
};

template <class Loop>
std::uint64_t customers(std::uint64_t n) {
    model<Loop> m{.loop = {}, .to_come = n, .waiting = {}};
    m.next();
    m.loop.run();
    return m.sum;
}

} // namespace bench::sim
