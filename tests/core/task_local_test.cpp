// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task_local.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task_local<int> depth(0);
task_local<std::string> user("nobody");
task_local<std::shared_ptr<int>> shared;

} // namespace

TEST_CASE("L54: a task inherits its creator's values as they are at its creation; what it sets is its own") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        CHECK(*user == "nobody");
        user.set("main");
        auto body = [&](task_group& group) -> task<> {
            auto child = [](journal& s) -> task<> {
                s.push_back("child has " + *user);
                user.set("child");
                co_await yield_now();
                s.push_back("child has " + *user);
            };
            group.spawn(child, std::ref(said));
            user.set("main later");
            group.spawn(child, std::ref(said));
            co_await sleep(1ms);
            said.push_back("main has " + *user);
        };
        co_await with_task_group(body);
    });
    CHECK(joined(said) ==
          "child has main | child has main later | child has child | child has child | main has main later");
    CHECK(*user == "nobody"); // outside tasks: the fallback
    CHECK(raised([] { user.set("outside"); }).find("no task is running") != std::string::npos);
}

TEST_CASE("L54: what is awaited directly shares them") {
    world w;
    w.run([&]() -> task<> {
        auto callee = []() -> task<> {
            co_await yield_now();
            depth.set(*depth + 1);
        };
        depth.set(1);
        co_await callee();
        CHECK(*depth == 2);
        co_await fail_after(1s, callee());
        CHECK(*depth == 3);
        w.on.call_soon([] { CHECK(*depth == 0); }); // a callback is no task
        co_await yield_now();
        CHECK(user->size() == 6);
    });
}

TEST_CASE("task_local: setting again and again keeps one value; several variables do not disturb each other; "
          "all go with "
          "the last task that has them") {
    auto kept = std::make_shared<int>(1);
    world w;
    w.run([&]() -> task<> {
        shared.set(kept);
        user.set("a");
        for (int i = 0; i < 1000; ++i) depth.set(i);
        CHECK(*depth == 999);
        CHECK(*user == "a");
        user.set("b");
        CHECK(*depth == 999);
        CHECK(kept.use_count() == 2);
        shared.set(nullptr);
        CHECK(kept.use_count() == 1); // nothing is kept of what was replaced
        shared.set(kept);
        auto child = []() -> task<> {
            CHECK((*shared).use_count() == 2); // one value, shared
            co_await sleep(1ms);
            shared.set(nullptr);
            CHECK(*user == "b");
        };
        w.on.root().spawn(child);
        co_await sleep(2ms);
        CHECK(kept.use_count() == 2);
        auto sleeper = []() -> task<> { co_await sleep(5ms); };
        w.on.root().spawn(sleeper);
    });
    CHECK(kept.use_count() == 2); // the sleeper has it still
    w.on.run_until_idle();
    CHECK(kept.use_count() == 1);
}
