// SPDX-License-Identifier: BSL-1.0
// A supervisor of real processes: each worker is restarted when it fails, after a pause that doubles, a few times at most; what
// a worker says comes line by line. The group ends when all of them have; Ctrl-C ends the workers, too.
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/lines.hpp>
#include <rondo/os/process.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace rondo;

using journal = std::map<std::string, std::vector<std::string>>; // what happened, by worker

// [once]
/// Runs a worker to its end. It is told how often it was started.
task<exit_status> run_once(std::string script, int start, std::vector<std::string>& said) {
    std::vector<std::string> command{"sh", "-c", script, "worker", std::to_string(start)};
    spawn_options how;
    how.output = stdio::pipe;
    how.own_group = true;
    process worker = spawn(std::move(command), how); // dropped by a cancellation, it is killed and reaped
    lines out(std::move(worker.output));
    while (const auto line = co_await out.next()) said.push_back("said: " + line->own());
    co_return co_await worker.wait();
}
// [/once]

// [supervise]
task<> supervise(std::string name, std::string script, int most_starts, journal& all) {
    std::vector<std::string>& mine = all[name];
    duration pause = 10ms;
    for (int start = 1; start <= most_starts; ++start, pause *= 2) {
        const exit_status end = co_await run_once(script, start, mine);
        mine.push_back(end.text());
        if (end.ok()) co_return;
        if (start == most_starts) break;
        mine.push_back(fmt::format("again in {} ms", pause / 1ms));
        co_await sleep(pause);
    }
    mine.push_back("given up");
}
// [/supervise]

task<> program() {
    journal all;
    auto workers = [&](task_group& group) -> task<> {
        group.spawn(supervise, "good", "echo hello", 3, std::ref(all));
        group.spawn(supervise, "shaky", "echo start $1; test $1 -ge 3", 5, std::ref(all));
        group.spawn(supervise, "hopeless", "kill -9 $$", 2, std::ref(all));
        co_return;
    };
    co_await with_task_group(workers);
    for (const auto& [name, events] : all) {
        fmt::print("{}\n", name);
        for (const std::string& event : events) fmt::print("  {}\n", event);
    }
}

int main() { run(program()); }
