// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/settle.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace rondo;
using rondo::testing::settle;
using journal = std::vector<std::string>;

namespace {

task<> busy(journal& said, std::string name, int turns) {
    for (int i = 0; i < turns; ++i) co_await yield_now();
    said.push_back(name);
    co_await sleep(1h);
}
task<> settling(journal& said, std::string name, int more) {
    co_await settle();
    said.push_back(name);
    for (int i = 0; i < more; ++i) co_await yield_now();
    if (more != 0) said.push_back(name + " worked");
}

} // namespace

TEST_CASE("settle: waits until everybody else waits, and moves no time") {
    testing::test_loop on;
    journal said;
    auto main = [&](task_group& group) -> task<> {
        group.spawn(busy, std::ref(said), "one", 1);
        group.spawn(busy, std::ref(said), "nine", 9);
        co_await settle();
        said.push_back("settled");
        group.cancel();
    };
    on.run(with_task_group(main));
    CHECK(said == journal{"one", "nine", "settled"});
    CHECK(on.now() == instant());
}

TEST_CASE("settle: several go on one after the other, each when those before have settled") {
    testing::test_loop on;
    journal said;
    on.spawn(settling, std::ref(said), "a", 3);
    on.spawn(settling, std::ref(said), "b", 2);
    on.spawn(settling, std::ref(said), "c", 0);
    on.spawn(busy, std::ref(said), "busy", 4);
    on.settle();
    CHECK(said == journal{"busy", "a", "a worked", "b", "b worked", "c"});
}

TEST_CASE("settle: a timer that is due counts as ready") {
    testing::test_loop on;
    journal said;
    on.spawn(busy, std::ref(said), "busy", 0);
    on.settle();
    auto at_due_time = [&]() -> task<> {
        co_await sleep(1h);
        co_await settle();
        said.push_back("settled");
    };
    on.spawn(at_due_time);
    auto also_then = [&]() -> task<> {
        co_await sleep(1h);
        for (int i = 0; i < 3; ++i) co_await sleep(0ms);
        said.push_back("due");
    };
    on.spawn(also_then);
    on.advance(1h);
    CHECK(said == journal{"busy", "due", "settled"});
}

TEST_CASE("settle: is a checkpoint") {
    testing::test_loop on;
    auto body = []() -> task<> {
        co_await move_on_after(0ms, settle());
        CHECK_FALSE(co_await move_on_after(0ms, settle()));
    };
    on.run(body());
}
