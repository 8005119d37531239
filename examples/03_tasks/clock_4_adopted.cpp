// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 4: the generators of step 3, as they are. A test asks them by hand; the loop runs them.
#include <rondo/core/adopt.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>

using namespace rondo;
using std::chrono::milliseconds;

void show(instant now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now.time_since_epoch() / 1s, now.time_since_epoch() % 1s / 100ms, sound);
}

struct sleep_for { // the request
    milliseconds length;
};
auto perform(sleep_for asked) { return sleep(asked.length); } // what it means, to a loop

generator<sleep_for> bell(time_source& time, std::string sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        co_yield sleep_for{period};
        show(time.now(), sound);
    }
}

void by_hand() {
    manual_time time;
    for (auto& asked : bell(time, "ding", 700ms, 3)) time.advance(asked.length); // no loop, and no waiting
}

task<> clock(time_source& time) {
    auto both = [&](task_group& group) -> task<> {
        group.spawn(bell, std::ref(time), "tick", 1000ms, 5);
        group.spawn(bell, std::ref(time), "cuckoo", 2500ms, 2);
        co_return;
    };
    co_await with_task_group(both);
    fmt::print("the clock stops\n");
}

int main() {
    fmt::print("by hand\n");
    by_hand();
    fmt::print("by the loop\n");
    manual_time time; // jumps to the next sleeper when nobody is ready
    rondo::run(clock(time), {.time = &time});
}
