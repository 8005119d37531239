// SPDX-License-Identifier: BSL-1.0
//
// with_task_group by itself: what it gives, how it nests, and what it knows.
#include <rondo/core/task_group.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

TEST_CASE("task_group: its body's value is given, as a pointer for a reference, as true for nothing") {
    world w;
    int number = 1;
    struct {
        static task<int&> refer(int& n) {
            co_await yield_now();
            co_return n;
        }
    } f;
    w.run([&]() -> task<> {
        auto refers = [&](task_group&) { return f.refer(number); };
        CHECK(co_await with_task_group(refers) == &number);
        auto owns = [](task_group&) -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(2); };
        auto owned = co_await with_task_group(owns);
        CHECK(**owned == 2);
        auto nothing = [](task_group&) -> task<> { co_return; };
        CHECK(co_await with_task_group(nothing));
        auto leaf = [](task_group&) { return sleep(2ms); };
        CHECK(co_await with_task_group(leaf));
    });
    auto throws_at_the_call = [](task_group& group) -> task<> {
        group.spawn(fail_later, 1, 1h);
        throw oops(4);
    };
    CHECK(raised([&] { w.run(with_task_group([&](task_group& g) { return throws_at_the_call(g); })); }) ==
          "group[oops 4]");
}

TEST_CASE("task_group: groups nest, and an error goes outwards as a group in a group") {
    journal said;
    world w;
    auto outer = [&](task_group& group) -> task<> {
        group.spawn(patient, std::ref(said), "sibling");
        auto inner = [&](task_group& nested) -> task<> {
            nested.spawn(patient, std::ref(said), "nested");
            nested.spawn(fail_later, 1, 1ms);
            co_return;
        };
        co_await with_task_group(inner);
        said.push_back("must not get here");
    };
    CHECK(raised([&] { w.run(with_task_group(outer)); }) == "group[group[oops 1]]");
    CHECK(joined(said) == "nested cancelled | sibling cancelled");
}

TEST_CASE("task_group: a group that is never awaited tells the hook where it was asked for") {
    lost_errors lost;
    auto body = [](task_group&) -> task<> { co_return; };
    { auto dropped = with_task_group(body); }
    CHECK(lost.count() == 1);
    if constexpr (RONDO_DIAGNOSTICS != 0) CHECK(lost.tell("task_group_body_test.cpp:"));
}

TEST_CASE("task_group: knows its children") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(count_turns, std::ref(said), "a", 1).set_name("a");
            group.spawn(patient, std::ref(said), "b").set_name("b");
            group.spawn(patient, std::ref(said), "c").set_name("c");
            CHECK(&group.home() == &w.on);
            const auto names = [&] {
                std::string all;
                group.for_each_child([&](const rondo::body& child) { all += child.name(); });
                return all + std::to_string(group.alive());
            };
            CHECK(names() == "abc3");
            co_await sleep(1ms);
            CHECK(names() == "bc2");
            group.cancel();
        };
        co_await with_task_group(body);
    });
}
