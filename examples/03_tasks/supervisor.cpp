// SPDX-License-Identifier: BSL-1.0
// A supervisor: who fails is started again, after a while that doubles each time; who fails too often is given up.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>

using namespace rondo;
using std::chrono::milliseconds;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

class given_up : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Runs the task that child() gives until one ends well. After as many failures as `most` says it gives up.
template <class Child>
task<> supervise(std::string name, int most, Child child) {
    milliseconds pause = 100ms;
    for (int failures = 0;;) {
        std::string error;
        try {
            co_await child();
            say(name + " has ended");
            co_return;
        } catch (const std::exception& failed) { // cancelled is none, and goes on outwards
            error = failed.what();
        }
        if (++failures == most) throw given_up(name + " failed " + std::to_string(most) + " times");
        say(fmt::format("{}: {}; again in {} ms", name, error, pause / 1ms));
        co_await sleep(pause); // not in the handler: there one cannot wait
        pause *= 2;
    }
}

task<> importer(int& tries) { // fails twice, then works
    co_await sleep(50ms);
    if (++tries < 3) throw std::runtime_error("connection refused");
    co_await sleep(200ms);
}

task<> printer() { // never works
    co_await sleep(10ms);
    throw std::runtime_error("out of paper");
}

task<> heart() {
    while (true) {
        co_await sleep(250ms);
        say("beat");
    }
}

task<> service() {
    int tries = 0;
    auto all = [&](task_group& group) -> task<> {
        group.spawn(supervise("importer", 5, [&] { return importer(tries); }));
        group.spawn(supervise("printer", 4, printer));
        group.spawn(heart);
        co_return;
    };
    std::string errors;
    try {
        co_await with_task_group(all);
    } catch (const exception_group& group) {
        errors = group.tree();
    }
    say("the service has ended"); // the heart was cancelled with its group
    fmt::print("{}", errors);
}

int main() {
    manual_time time;
    rondo::run(service(), {.time = &time});
}
