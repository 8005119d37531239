// SPDX-License-Identifier: BSL-1.0
//
// Scopes, timeouts, shields and groups around a piece of a fiber's code.
#include <rondo/fiber/calling.hpp>

#include <rondo/core/cancel_scope.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "core/rows.hpp"
#include "fiber/support.hpp"

#include <memory>

using namespace core_test;

namespace {
int wait_and_give(int value, duration each, int times) {
    for (int i = 0; i < times; ++i) await(sleep(each));
    return value;
}
} // namespace

TEST_CASE("calling: a timeout runs around all that a function waits for") {
    world w;
    w.run(on_fiber([&] {
        CHECK(await(fail_after(5ms, calling([] { return wait_and_give(1, 1ms, 4); }))) == 1);
        CHECK(raised([] { await(fail_after(5ms, calling([] { wait_and_give(1, 1ms, 6); }))); }) == "timeout");
        CHECK(w.ms() == 9);
        const auto in_time = await(move_on_after(5ms, calling([] { return std::make_unique<int>(2); })));
        REQUIRE(in_time);
        CHECK(**in_time == 2);
        CHECK_FALSE(await(move_on_after(5ms, calling([] { await(sleep(1s)); }))));
        // Inside of each other: the outer one is the first.
        journal said;
        const bool through = await(move_on_after(
            2ms, calling([&] {
                said.push_back(raised([] { await(fail_after(5ms, calling([] { await(sleep(1s)); }))); }));
                await(sleep(1ms));
            })));
        CHECK_FALSE(through);
        CHECK(joined(said) == "cancelled");
    }));
}

TEST_CASE("calling: a cancel scope, a shield, errors and references") {
    world w;
    w.run(on_fiber([&] {
        cancel_scope scope;
        int reached = 0;
        const auto got = await(scope.run(calling([&] {
            reached = 1;
            scope.cancel("enough");
            await(checkpoint());
            reached = 2;
            return 5;
        })));
        CHECK_FALSE(got);
        CHECK(reached == 1);
        CHECK(scope.ended_by_cancel());
        CHECK(scope.reason() == "enough");

        cancel_scope outer;
        std::string inside;
        const bool whole = await(outer.run(calling([&] {
            outer.cancel();
            await(shield(calling([] { wait_and_give(0, 1ms, 3); })));
            inside = raised([] { await(checkpoint()); });
        })));
        CHECK(whole);
        CHECK(inside == "cancelled");

        CHECK(raised([] { await(fail_after(1s, calling([] { throw oops(3); }))); }) == "oops 3");
        int here = 0;
        int& there = await(calling([&]() -> int& { return here; }));
        CHECK(&there == &here);
    }));
}

TEST_CASE("calling: in a task it calls, too; the function cannot wait there") {
    world w;
    w.run([]() -> task<> {
        auto plain = calling([] { return 4; });
        const int four = co_await plain;
        CHECK(four == 4);
        auto waits = calling([] { await(sleep(1ms)); });
        std::string how;
        try {
            co_await waits;
        } catch (...) {
            how = name_of(std::current_exception());
        }
        CHECK(how.find("is no fiber that runs") != std::string::npos);
    });
}

TEST_CASE("with_fiber_group: is left when all have ended, and gives what its body gives") {
    world w;
    w.run(on_fiber([&] {
        int sum = 0;
        const auto result = with_fiber_group([&](task_group& group) {
            for (int n = 1; n <= 3; ++n) {
                spawn_fiber(group, [&sum, n] {
                    await(sleep(n * 1ms));
                    sum += n;
                });
            }
            await(yield_now());
            return sum;
        });
        CHECK(*result == 0);
        CHECK(sum == 6);
        CHECK(w.ms() == 3);
        CHECK(with_fiber_group([](task_group&) {}));
        CHECK_FALSE(with_fiber_group([](task_group& group) {
            group.cancel();
            await(sleep(1s));
        }));
        CHECK(raised([] {
                  with_fiber_group([](task_group& group) {
                      spawn_fiber(group, [] { throw oops(1); });
                      await(sleep(1s));
                  });
              }) == "group[oops 1]");
        CHECK(w.ms() == 3);
    }));
}

TEST_CASE("with_fiber_group: awaited as with_task_group, too, and within a timeout") {
    world w;
    journal said;
    w.run(on_fiber([&] {
        const auto group_of_two = [&] {
            with_fiber_group([&](task_group& group) {
                spawn_fiber(group, [&] {
                    const at_exit leaving(said, "child leaves");
                    await(sleep(1s));
                });
                await(with_task_group([&](task_group& inner) -> task<> {
                    inner.spawn(patient, std::ref(said), "task");
                    co_return;
                }));
            });
            await(checkpoint());
        };
        const bool in_time = await(move_on_after(2ms, calling(group_of_two)));
        CHECK_FALSE(in_time);
    }));
    CHECK(joined(said) == "child leaves | task cancelled");
    CHECK(w.ms() == 2);
}
