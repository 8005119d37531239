// SPDX-License-Identifier: BSL-1.0
//
// The loop kernel of examples/03_tasks: what little it promises, it keeps.
#include <03_tasks/mini_loop.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using mini::coroutine;
using mini::wake_up;

coroutine naps(mini::loop& on, std::vector<std::string>& log, std::string name,
               std::vector<mini::milliseconds> lengths) {
    for (mini::milliseconds length : lengths) {
        wake_up later = on.sleep(length);
        co_yield later;
        log.push_back(name + " " + std::to_string(on.now().count()));
    }
    co_return name;
}

coroutine joins(mini::loop& on, std::vector<std::string>& log, mini::job& other) {
    wake_up ended = on.join(other);
    co_yield ended;
    log.push_back("joined " + *other.body.result() + " " + std::to_string(on.now().count()));
    co_return {};
}

coroutine joins_late(mini::loop& on, std::vector<std::string>& log, mini::job& other) {
    wake_up later = on.sleep(100ms);
    co_yield later;
    wake_up ended = on.join(other);
    co_yield ended;
    log.push_back("late " + *other.body.result() + " " + std::to_string(on.now().count()));
    co_return {};
}

} // namespace

TEST_CASE("K9: a loop kernel in a few lines runs, wakes in the order of time, and joins") {
    mini::loop here;
    std::vector<std::string> log;
    auto& first = here.spawn(naps(here, log, "a", {10ms, 20ms}));
    here.spawn(naps(here, log, "b", {30ms, 5ms}));
    here.spawn(joins(here, log, first));
    here.spawn(joins_late(here, log, first));
    CHECK(log.empty()); // spawning runs nothing
    here.run();
    CHECK(log == std::vector<std::string>{"a 10", "b 30", "a 30", "joined a 30", "b 35", "late a 100"});
}

TEST_CASE("K9: an error leaves the kernel") {
    mini::loop here;
    auto fails = []() -> coroutine {
        throw std::runtime_error("lost");
        co_return {};
    };
    here.spawn(fails());
    CHECK_THROWS_WITH_AS(here.run(), "lost", std::runtime_error);
}
