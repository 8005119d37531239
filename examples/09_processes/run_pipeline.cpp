// SPDX-License-Identifier: BSL-1.0
// Other programs: alone, joined by pipes, with an input, a deadline and a limit; what becomes of one that fails.
#include <rondo/os/process.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace rondo;
using command = std::vector<std::string>;

// [joined]
task<> joined() { // as `sort | uniq -c | sort -rn` in a shell
    const std::vector<command> counted{{"sort"}, {"uniq", "-c"}, {"sort", "-rn"}};
    process_options how;
    how.input = "pear\napple\npear\nfig\napple\npear\n";
    how.environment.emplace_back("LC_ALL", "C");
    const finished_process all = co_await run_pipeline(counted, how);
    fmt::print("{}", all.check().output);
}
// [/joined]

// [failing]
task<> failing() {
    const command wrong{"ls", "/no/such/place"};
    const finished_process one = co_await run_process(wrong);
    fmt::print("{}\n", one.status.text()); // no error, until one asks
    try {
        one.check();
    } catch (const process_error& e) {
        fmt::print("check(): exit code {}\n", e.status().code);
    }
    try {
        const command missing{"no-such-program"};
        co_await run_process(missing);
    } catch (const error& e) {
        fmt::print("{}\n", e.what());
    }
}
// [/failing]

// [limits]
task<> limits() {
    process_options hasty;
    hasty.deadline = 50ms;
    const command sleeper{"sleep", "60"};
    const finished_process late = co_await run_process(sleeper, hasty);
    fmt::print("{}: {}, {}\n", late.command, late.timed_out ? "too late" : "in time", late.status.text());

    process_options small;
    small.most_output = 1000;
    const command talker{"yes"};
    try {
        co_await run_process(talker, small);
    } catch (const std::exception& e) {
        fmt::print("{}\n", e.what());
    }
}
// [/limits]

task<> program() {
    co_await joined();
    co_await failing();
    co_await limits();
}

int main() { run(program()); }
