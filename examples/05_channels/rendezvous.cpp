// SPDX-License-Identifier: BSL-1.0
// A channel without a buffer: sending ends when somebody has taken it, so whoever has sent knows that it arrived. Cancelled
// in time, the message has not gone, and is still there.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/channel.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<> courier(channel<std::string>& door) {
    co_await door.send("a letter"); // waits until somebody opens
    say("the letter was taken");

    auto handing_over = door.send("a parcel");
    if (!co_await move_on_after(20ms, handing_over))
        say("nobody opened: " + handing_over.message() + " goes back");
}

task<> at_home(channel<std::string>& door) {
    co_await sleep(30ms);
    const std::string got = co_await door.receive();
    say("got " + got);
}

task<> program() {
    channel<std::string> door;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(courier, std::ref(door));
        group.spawn(at_home, std::ref(door));
        co_return;
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
