// SPDX-License-Identifier: BSL-1.0
// One task that waits for several things at once: exactly one happens, nothing is lost, and the order of the arms is the
// order of precedence. With otherwise() it does not wait at all.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/sync/select.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> desk(channel<std::string>& urgent, channel<std::string>& normal, event& closing) {
    bool open = true;
    auto at_once = [](const std::string& what) { say("at once: " + what); };
    auto in_turn = [](const std::string& what) { say("in turn: " + what); };
    auto close = [&] { open = false; };
    auto tidy = [] { say("nothing to do for 25 ms: tidies up"); };
    while (open) {
        co_await select(on(urgent.receive(), at_once), on(normal.receive(), in_turn),
                        on(closing.wait(), close), on(sleep(25ms), tidy));
    }
    auto left = [](const std::string& what) { say("left over: " + what); };
    auto none = [] { say("the desk is empty"); };
    co_await select(on(normal.receive(), left), otherwise(none)); // looks, and does not wait
}

task<> program() {
    channel<std::string> urgent{4};
    channel<std::string> normal{4};
    event closing;
    auto body = [&](task_group& group) -> task<> {
        for (const char* what : {"a form", "a stamp"}) co_await normal.send(what);
        co_await urgent.send("a fire");
        group.spawn(desk, std::ref(urgent), std::ref(normal), std::ref(closing));
        co_await sleep(60ms);
        co_await normal.send("a question");
        co_await sleep(5ms);
        closing.set();
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
