// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 3: the scheduler keeps the queue. What is left to write is what a sleep means.
#include <rondo/core/time_source.hpp>
#include <rondo/gen/scheduler.hpp>

#include <fmt/format.h>

#include <map>
#include <string>

using namespace rondo;
using std::chrono::milliseconds;

void show(instant now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now.time_since_epoch() / 1s, now.time_since_epoch() % 1s / 100ms, sound);
}

struct sleep_for { // the request
    milliseconds length;
};

generator<sleep_for> bell(time_source& time, std::string sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        co_yield sleep_for{period};
        show(time.now(), sound);
    }
}

int main() {
    manual_time time; // moves when told
    round_robin<sleep_for> robin;
    robin.spawn(bell(time, "tick", 1000ms, 5));
    robin.spawn(bell(time, "cuckoo", 2500ms, 2));

    std::multimap<instant, round_robin<sleep_for>::waiter> sleepers;
    auto sleeps = [&](sleep_for asked, auto who) { sleepers.emplace(time.now() + asked.length, who); };
    auto wake_next = [&] { // nobody is ready: time jumps
        if (sleepers.empty()) return false;
        time.advance(sleepers.begin()->first - time.now());
        sleepers.begin()->second.resume();
        sleepers.erase(sleepers.begin());
        return true;
    };
    robin.run(sleeps, wake_next);
    fmt::print("the clock stops\n");
}
