// SPDX-License-Identifier: BSL-1.0
// Several errors at once: the first cancels the siblings, all that failed is one exception_group, taken apart by type.
#include <rondo/core/cancelled.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> part(std::string name, duration takes) {
    try {
        co_await sleep(takes);
    } catch (const cancelled&) {
        say(name + " is cancelled");
        throw;
    }
    say(name + " fails");
    throw std::runtime_error(name + " failed");
}

task<> bad_loser() { // cancelled, it fails on its way out
    try {
        co_await sleep(1h);
    } catch (const cancelled&) {
        say("the bad loser fails, too");
        throw std::invalid_argument("the bad loser failed");
    }
}

task<> nested(task_group& outer) {
    outer.spawn(part, "engine", 20ms);
    outer.spawn(part, "wheel", 90ms);
    auto inner = [](task_group& group) -> task<> {
        group.spawn(bad_loser);
        group.spawn(part, "lamp", 50ms);
        co_return;
    };
    co_await with_task_group(inner);
}

task<> drive() {
    std::unique_ptr<exception_group> wrong, rest;
    try {
        co_await with_task_group(nested);
    } catch (const exception_group& group) {
        fmt::print("{}", group.tree());
        std::tie(wrong, rest) = group.split<std::invalid_argument>(); // Python's except*
    }
    say("taken apart by type");
    if (wrong) fmt::print("{}", wrong->tree());
    if (rest) fmt::print("{}", rest->tree());
}

int main() {
    manual_time time;
    rondo::run(drive(), {.time = &time});
}
