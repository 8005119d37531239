// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 5: routines yield what they wait for. No request type, and nobody to say what it means.
#include <rondo/core/routine.hpp>
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

routine<> bell(time_source& time, std::string sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        co_yield sleep(period);
        show(time.now(), sound);
    }
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
    manual_time time;
    rondo::run(clock(time), {.time = &time});
}
