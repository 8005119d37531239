// SPDX-License-Identifier: BSL-1.0
// A first task: calling it runs nothing, awaiting it is a call, spawning it lets it run beside the others.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:5} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<int> boil(std::string what, duration takes) {
    say("put on: " + what);
    co_await sleep(takes); // others may run meanwhile
    say("done: " + what);
    co_return 1;
}

task<int> breakfast() {
    task<int> eggs = boil("eggs", 4s); // nothing has happened yet
    say("one after the other");
    int plates = co_await std::move(eggs);
    plates += co_await boil("tea", 3s);

    say("side by side");
    auto at_once = [&](task_group& group) -> task<int> {
        join_handle<int> tea = group.spawn(boil, "tea", 3s);
        join_handle<int> more = group.spawn(boil, "eggs", 4s);
        say("both are spawned, and neither has begun");
        int first = co_await tea;
        int second = co_await more;
        co_return first + second;
    }; // left when both have ended, whatever happens
    if (std::optional<int> more = co_await with_task_group(at_once)) plates += *more;
    co_return plates;
}

int main() {
    manual_time time; // nobody waits for real
    int plates = rondo::run(breakfast(), {.time = &time});
    fmt::print("{} plates\n", plates);
}
