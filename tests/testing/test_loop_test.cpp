// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/test_loop.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/testing/test_failure.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace rondo;
using rondo::testing::test_loop;
using journal = std::vector<std::string>;

namespace {

task<> ticker(loop& on, journal& said, std::string name, duration every, int times) {
    for (int i = 0; i < times; ++i) {
        co_await sleep(every);
        said.push_back(name + std::to_string(on.now().time_since_epoch() / 1ms));
    }
}
task<> spinning() {
    for (;;) co_await yield_now();
}
task<int> answer_after(duration length) {
    co_await sleep(length);
    co_return 42;
}

} // namespace

TEST_CASE("test_loop: settle runs all that is ready, and moves no time") {
    test_loop on;
    journal said;
    auto later = on.spawn(answer_after, 1ms);
    auto chain = [&]() -> task<> {
        for (int i = 0; i < 3; ++i) co_await yield_now();
        said.push_back("settled");
        co_await sleep(0ms);
        said.push_back("no time");
    };
    on.spawn(chain);
    CHECK(said.empty());
    CHECK(on.settle() == 5);
    CHECK(said == journal{"settled", "no time"});
    CHECK(on.now() == instant());
    CHECK_FALSE(later.done());
    CHECK(on.settle() == 0);
}

TEST_CASE("test_loop: advance fires each timer at its own time, in order, and what it wakes settles first") {
    test_loop on;
    journal said;
    on.spawn(ticker, std::ref(on.get()), std::ref(said), "a", 2ms, 3);
    on.spawn(ticker, std::ref(on.get()), std::ref(said), "b", 3ms, 2);
    on.advance(3ms);
    CHECK(said == journal{"a2", "b3"});
    CHECK(on.now() == instant(3ms));
    on.advance(0ms);
    CHECK(said.size() == 2);
    on.advance(10ms);
    CHECK(said == journal{"a2", "b3", "a4", "b6", "a6"});
    CHECK(on.now() == instant(13ms));
    on.advance(1us);
    CHECK(on.now() == instant(13ms + 1us));
}

TEST_CASE("test_loop: advance stops at its end, with timers left") {
    test_loop on;
    auto later = on.spawn(answer_after, 5ms);
    on.advance(5ms - 1ns);
    CHECK_FALSE(later.done());
    on.advance(1ns);
    CHECK(later.result() == 42);
    on.advance(forever);
    CHECK(on.now() == never);
}

TEST_CASE("test_loop: run lets time jump, and only then") {
    test_loop on;
    CHECK(on.run(answer_after(1h)) == 42);
    CHECK(on.now() == instant(1h));
    auto next = on.spawn(answer_after, 1h);
    on.settle();
    CHECK_FALSE(next.done());
    CHECK(on.now() == instant(1h));
}

TEST_CASE("test_loop: who never waits does not settle") {
    test_loop on;
    on.spawn(spinning);
    CHECK_THROWS_AS(on.settle(100), testing::test_failure);
}

TEST_CASE("test_loop: what is left when it ends is cancelled, its cleanup may sleep") {
    journal said;
    auto body = [&]() -> task<> {
        try {
            co_await sleep(1h);
        } catch (const cancelled&) {
            said.push_back("cancelled");
        }
        co_await shield(sleep(1s));
        said.push_back("cleaned up");
    };
    {
        test_loop on;
        on.spawn(body);
        on.settle();
    }
    CHECK(said == journal{"cancelled", "cleaned up"});
}
