// SPDX-License-Identifier: BSL-1.0
// Any number of managers, some of which wait, in one pile: all are left in reverse, also when one cannot be entered.
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_contextmanager.hpp>
#include <rondo/with/async_exit_stack.hpp>
#include <rondo/with/contextmanager.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

async_contextmanager<std::string> connected(std::string host) { // waits
    co_await sleep(10ms);
    if (host == "nowhere") throw std::runtime_error("no route to " + host);
    say("connected to " + host);
    std::exception_ptr error;
    try {
        co_yield host;
    } catch (...) {
        error = std::current_exception();
    }
    co_await sleep(5ms);
    say("left " + host);
    if (error) std::rethrow_exception(error);
}

contextmanager<std::string> log_file(std::string name) { // does not wait
    scope_exit closing = [&] { say("closed " + name); };
    co_yield name;
}

task<> flush(std::string what) {
    co_await sleep(1ms);
    say("flushed " + what);
}

task<> gather(std::vector<std::string> hosts) {
    auto body = [&](async_exit_stack& stack) -> task<> {
        std::string log = stack.enter(log_file("gather.log")); // a plain manager is entered at once
        stack.callback(flush, log);
        for (const std::string& host : hosts) {
            std::string name = co_await stack.enter(connected(host)); // one that waits is awaited
        }
        say("all are there");
    };
    co_await async_with(async_exit_stack(), body);
}

task<> program() {
    std::vector<std::string> all{"A", "B"},
        not_all{"A", "nowhere", "B"}; // named: no list in a co_await (g++ 12)
    co_await gather(all);
    try {
        co_await gather(not_all);
    } catch (const std::runtime_error& error) {
        say(error.what());
    }
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
