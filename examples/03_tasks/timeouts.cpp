// SPDX-License-Identifier: BSL-1.0
// Time limits: fail_after throws, move_on_after gives an empty optional, a scope can be moved, a shield holds.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<std::string> fetch(std::string name, duration takes) {
    co_await sleep(takes);
    co_return "page " + name;
}

task<> steady_work(cancel_scope& limit, int parts) { // asks for more time as long as it gets on
    for (int part = 1; part <= parts; ++part) {
        co_await sleep(part * 40ms);
        say(fmt::format("part {} is done", part));
        limit.reschedule_after(100ms);
    }
}

task<> save() {
    co_await sleep(30ms);
    say("saved");
}

task<> limits() {
    std::string page = co_await fail_after(1s, fetch("A", 300ms));
    say(page);
    try {
        page = co_await fail_after(100ms, fetch("B", 300ms));
    } catch (const timeout_error& error) {
        say(error.what());
    }

    std::optional<std::string> perhaps = co_await move_on_after(100ms, fetch("C", 300ms));
    say(perhaps ? *perhaps : "no page C, and no error");

    cancel_scope limit{{.timeout = 100ms}};
    bool ended = co_await limit.run(steady_work(limit, 4));
    say(fmt::format("steady work: ended {}, timed out {}", ended, limit.timed_out()));

    // Nested: the outer limit strikes, goes through the inner one, and ends at its own scope.
    auto inner = []() -> task<> {
        bool in_time = co_await move_on_after(1h, sleep(2h));
        say(fmt::format("never printed: {}", in_time));
    };
    bool in_time = co_await move_on_after(50ms, inner());
    say(fmt::format("the outer limit struck: {}", !in_time));

    // A shield: what is inside goes on; the limit strikes at the first wait behind it.
    auto careful = []() -> task<> {
        co_await shield(save());
        say("still here");
        co_await sleep(0ms);
        say("never printed");
    };
    in_time = co_await move_on_after(10ms, careful());
    say(fmt::format("careful: {}", in_time ? "in time" : "late, but saved"));
}

int main() {
    manual_time time;
    rondo::run(limits(), {.time = &time});
}
