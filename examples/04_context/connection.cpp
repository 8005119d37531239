// SPDX-License-Identifier: BSL-1.0
// A manager that waits on its way in and out, made of an async generator. It also logs out when its block is cancelled.
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_contextmanager.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

struct connection {
    std::string host;
    int queries = 0;

    task<int> query(duration takes) {
        co_await sleep(takes);
        co_return ++queries;
    }
    task<> log_out() {
        co_await sleep(20ms);
        say(fmt::format("logged out of {} after {} queries", host, queries));
    }
};

async_contextmanager<connection&> connected(std::string host) {
    co_await sleep(30ms);
    say("connected to " + host);
    connection here{host};
    std::exception_ptr error;
    try {
        co_yield here;
    } catch (...) {
        error = std::current_exception(); // nobody can wait in a handler
    }
    co_await shield(fail_after(1s, here.log_out())); // cancelled or not
    if (error) std::rethrow_exception(error);
}

task<> program() {
    auto two_queries = [](connection& db) -> task<int> {
        co_await db.query(10ms);
        co_return co_await db.query(10ms);
    };
    std::optional<int> queries = co_await with(connected("A"), two_queries);
    say(fmt::format("{} queries", *queries));

    auto fails = [](connection& db) -> task<> {
        co_await db.query(5ms);
        throw std::runtime_error("table not found");
    };
    try {
        co_await with(connected("B"), fails);
    } catch (const std::runtime_error& error) {
        say(error.what());
    }

    auto takes_too_long = [](connection& db) -> task<> { co_await db.query(1h); };
    std::optional<bool> in_time = co_await move_on_after(100ms, with(connected("C"), takes_too_long));
    say(in_time ? "in time" : "too late, but logged out");

    auto copies = [](connection& from, connection& to) -> task<> { // left in reverse order
        co_await from.query(10ms);
        co_await to.query(10ms);
    };
    co_await with(connected("D"), connected("E"), copies);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
