// SPDX-License-Identifier: BSL-1.0
// Tasks that somebody else owns: completions gives them as they end, wait says who has ended and who has not.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/core/when_done.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<int> measure(int probe) {
    co_await sleep(10ms * ((probe * 7) % 5 + 1));
    co_return probe * 100;
}

task<> all_probes(task_group& group) {
    std::vector<join_handle<int>> probes;
    for (int probe = 1; probe <= 5; ++probe) {
        probes.push_back(group.spawn(measure, probe));
        probes.back().set_name("probe " + std::to_string(probe));
    }
    when_done(probes[2], [](const join_handle<int>& ended) { say(ended.name() + " rang a bell"); });

    auto some = co_await wait(probes, wait_for::first_completed);
    say(fmt::format("{} ended first, {} still run", some.done.front().name(), some.pending.size()));
    some = co_await wait(probes, wait_for::all, 25ms);
    say(fmt::format("after a while {} have ended", some.done.size()));

    completions<int> ended(probes); // those that had ended before come first
    while (auto next = co_await ended.next()) say(fmt::format("{}: {}", next->name(), next->result()));

    int sum = 0;
    for (join_handle<int>& probe : probes) sum += co_await probe; // again, and as often as one likes
    say(fmt::format("the sum is {}", sum));
}

int main() {
    manual_time time;
    auto all = []() -> task<> { co_await with_task_group(all_probes); };
    rondo::run(all(), {.time = &time});
}
