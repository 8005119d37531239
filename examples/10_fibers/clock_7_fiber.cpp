// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 7: plain functions. The bells are fibers in a group, which is left when the last has rung.
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>

using namespace rondo;
using std::chrono::milliseconds;

void show(instant now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now.time_since_epoch() / 1s, now.time_since_epoch() % 1s / 100ms, sound);
}

void bell(time_source& time, const std::string& sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        await(sleep(period));
        show(time.now(), sound);
    }
}

void both_bells(time_source& time) {
    with_fiber_group([&](task_group& group) {
        spawn_fiber(group, bell, std::ref(time), "tick", 1000ms, 5);
        bell(time, "cuckoo", 2500ms, 2); // one of them may as well be called
    });
    fmt::print("the clock stops\n");
}

int main() {
    manual_time time;
    rondo::run(on_fiber(both_bells, std::ref(time)), {.time = &time});
}
