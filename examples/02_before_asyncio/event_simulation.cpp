// SPDX-License-Identifier: BSL-1.0
// A tiny event simulation: endless generators sleep on a clock that jumps to the next sleeper.
#include <rondo/gen/scheduler.hpp>

#include <fmt/format.h>

#include <map>
#include <string>

using namespace rondo;

struct sleep_for {
    int minutes;
};
using process = generator<sleep_for>;
using robin_type = round_robin<sleep_for>;

/// Simulated time: sleepers by the minute at which they wake, the first to fall asleep first.
class simulated_clock {
public:
    int now() const { return now_; }
    void sleep(int minutes, robin_type::waiter who) { sleepers_.emplace(now_ + minutes, who); }
    bool advance(int until) { // to the next sleeper: nothing happens in between
        if (sleepers_.empty() || sleepers_.begin()->first > until) return false;
        now_ = sleepers_.begin()->first;
        auto due = sleepers_.equal_range(now_);
        for (auto at = due.first; at != due.second; at = sleepers_.erase(at)) at->second.resume();
        return true;
    }

private:
    int now_ = 0;
    std::multimap<int, robin_type::waiter> sleepers_;
};

generator<int> arrivals(int every) { // an endless source of times between arrivals, a bit uneven
    for (int n = 0;; ++n) co_yield every + n % 3;
}

process customers(simulated_clock& clock, std::string name, int every, int& queue) {
    for (int gap : arrivals(every)) {
        co_yield sleep_for{gap};
        ++queue;
        fmt::print("{:3}  {} arrives, {} waiting\n", clock.now(), name, queue);
    }
}

process counter(simulated_clock& clock, int service, int& queue, int& served) {
    while (true) {
        while (queue == 0) co_yield sleep_for{1}; // looks again in a minute
        --queue;
        co_yield sleep_for{service};
        fmt::print("{:3}  served number {}\n", clock.now(), ++served);
    }
}

int main() {
    simulated_clock clock;
    int queue = 0, served = 0;
    robin_type robin;
    robin.spawn(customers(clock, "a walker", 7, queue));
    robin.spawn(customers(clock, "a cyclist", 10, queue));
    robin.spawn(counter(clock, 5, queue, served));

    auto sleeps = [&](sleep_for trap, robin_type::waiter who) { clock.sleep(trap.minutes, who); };
    do {
        while (robin.turn(sleeps)) {}
    } while (clock.advance(30));
    fmt::print("after half an hour: {} served, {} waiting\n", served, queue);
} // the endless are dropped here
