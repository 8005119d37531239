// SPDX-License-Identifier: BSL-1.0
// Two sensors merged as their readings come, no more than one reading each 20 ms, gathered in windows of 100 ms.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/stream/merge.hpp>
#include <rondo/stream/timed.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

using namespace rondo;

async_generator<std::string> sensor(std::string name, duration pace, int readings) {
    for (int i = 1; i <= readings; ++i) {
        co_await sleep(pace);
        co_yield fmt::format("{}{}", name, i);
    }
}

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto both = merge(group, sensor("door ", 70ms, 3), sensor("light ", 16ms, 8));
        auto windows = std::move(both) | throttle(20ms) | window(group, 100ms);
        while (auto window = co_await windows.next())
            fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms,
                       fmt::join(*window, ", "));
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
