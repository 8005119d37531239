// SPDX-License-Identifier: BSL-1.0
// A producer that is faster than its two consumers: a channel of three places makes it wait, and closing it ends them.
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

task<> produce(channel<int>& jobs) {
    for (int job = 1; job <= 8; ++job) {
        co_await jobs.send(job); // waits when three jobs lie there
        say(fmt::format("job {} is in", job));
    }
    jobs.close(); // what lies there is still taken
}

task<> consume(channel<int>& jobs, std::string name) {
    while (auto job = co_await jobs.next()) { // empty when it is closed, and nothing is left
        co_await sleep(10ms);
        say(fmt::format("{} has done job {}", name, *job));
    }
    say(name + " goes home");
}

task<> program() {
    channel<int> jobs{3};
    auto body = [&](task_group& group) -> task<> {
        group.spawn(consume, std::ref(jobs), "Ann");
        group.spawn(consume, std::ref(jobs), "Bob");
        group.spawn(produce, std::ref(jobs));
        co_return;
    };
    co_await with_task_group(body);
    const channel_statistics all = jobs.statistics();
    fmt::print("{} sent, {} received, at most {} at once in the channel\n", all.sent, all.received, all.peak);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
