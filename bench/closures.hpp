// SPDX-License-Identifier: BSL-1.0
//
// The event loop that a C++ programmer writes by hand: std::priority_queue of closures.
#pragma once

#include "sim.hpp"

#include <deque>
#include <functional>
#include <queue>
#include <utility>

namespace bench::sim {

class event_loop {
public:
    double now = 0;

    void after(double delay, std::function<void()> what) {
        all_.push({now + delay, ++count_, std::move(what)});
    }
    bool step() {
        if (all_.empty()) return false;
        const auto what = std::move(const_cast<event&>(all_.top()).what); // it is popped at once
        now = all_.top().time;
        all_.pop();
        what();
        return true;
    }
    void run() {
        while (step()) {}
    }

private:
    struct event {
        double time;
        std::uint64_t count;
        std::function<void()> what;
        bool operator<(const event& b) const { return time > b.time || (time == b.time && count > b.count); }
    };
    std::priority_queue<event> all_;
    std::uint64_t count_ = 0;
};

} // namespace bench::sim
