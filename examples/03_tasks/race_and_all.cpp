// SPDX-License-Identifier: BSL-1.0
// Several at once: when_all needs them all, race takes who ends first, when_any who succeeds first.
#include <rondo/core/race.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/when_all.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:4} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

task<std::string> ask(std::string server, duration takes, bool works = true) {
    try {
        co_await sleep(takes);
    } catch (const cancelled&) {
        say(server + " is told to stop");
        throw;
    }
    if (!works) throw std::runtime_error(server + " is down");
    co_return server;
}

task<int> count(duration takes) {
    co_await sleep(takes);
    co_return 42;
}

task<> several() {
    auto all =
        co_await when_all(ask("Oslo", 30ms), count(10ms), sleep(20ms)); // in the order of the arguments
    say(fmt::format("all: {} and {}", std::get<0>(all), std::get<1>(all)));

    std::vector<task<std::string>> mirrors;
    for (int i = 1; i <= 3; ++i) mirrors.push_back(ask("mirror " + std::to_string(i), 50ms / i));
    std::vector<std::string> names = co_await when_all(std::move(mirrors));
    say(fmt::format("all {}: {}, …, {}", names.size(), names.front(), names.back()));

    try {
        co_await when_all(ask("Rome", 40ms), ask("Bern", 20ms, false)); // one error ends all
    } catch (const std::runtime_error& error) {
        say(error.what());
    }
    auto settled =
        co_await when_all_settled(ask("Rome", 40ms), ask("Bern", 20ms, false)); // none ends another
    say(fmt::format("settled: {}, {}", std::get<0>(settled).has_value(), std::get<1>(settled).has_value()));

    auto won = co_await race(ask("Oslo", 30ms), ask("Rome", 20ms));
    auto& [first, which] = won;
    say(fmt::format("{} has won, number {}", first, which));

    auto mixed = co_await race(count(20ms), ask("Oslo", 30ms)); // of different types: a variant
    say(fmt::format("number {} has won: {}", mixed.which, std::get<0>(mixed.first)));

    auto lucky = co_await when_any(ask("Bern", 10ms, false), ask("Rome", 20ms));
    say(fmt::format("{} has answered", lucky.first));
    try {
        co_await when_any(ask("Bern", 10ms, false), ask("Genoa", 5ms, false));
    } catch (const exception_group& group) {
        fmt::print("{}", group.tree());
    }
}

int main() {
    manual_time time;
    rondo::run(several(), {.time = &time});
}
