// SPDX-License-Identifier: BSL-1.0
// A ticking clock, step 6: tasks wait with co_await; two that only need each other's end are a when_all.
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>
#include <rondo/core/when_all.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;
using std::chrono::milliseconds;

void show(instant now, const std::string& sound) {
    fmt::print("{}.{} s  {}\n", now.time_since_epoch() / 1s, now.time_since_epoch() % 1s / 100ms, sound);
}

task<> bell(time_source& time, std::string sound, milliseconds period, int times) {
    for (int i = 0; i < times; ++i) {
        co_await sleep(period);
        show(time.now(), sound);
    }
}

task<> clock(time_source& time) {
    co_await when_all(bell(time, "tick", 1000ms, 5), bell(time, "cuckoo", 2500ms, 2));
    fmt::print("the clock stops\n");
}

int main() {
    manual_time time;
    rondo::run(clock(time), {.time = &time});
}
