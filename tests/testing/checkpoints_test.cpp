// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/race.hpp>
#include <rondo/testing/checkpoints.hpp>
#include <rondo/testing/sequencer.hpp>
#include <rondo/testing/settle.hpp>

#include "programs.hpp"

#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using namespace rondo::testing;
using testing_programs::value_after;
using testing_programs::value_at_once;

namespace {

template <class F>
void on_a_loop(F body) {
    test_loop on;
    on.run(body());
}

} // namespace

TEST_CASE("checkpoints: every wait of the kernel is one, also when it need not wait") {
    on_a_loop([]() -> task<> {
        co_await assert_checkpoints(yield_now());
        co_await assert_checkpoints(checkpoint());
        co_await assert_checkpoints(sleep(0ms));
        co_await assert_checkpoints(sleep(-1ms));
        co_await assert_checkpoints(sleep_until(instant()));
        co_await assert_checkpoints(settle());
        sequencer order;
        auto mine = co_await assert_checkpoints(order(0));
        auto body = [](task_group& group) -> task<> {
            auto child = group.spawn(value_at_once, 1);
            co_await assert_checkpoints(child);
            CHECK(child.done());
            const int& again = co_await assert_checkpoints(child);
            CHECK(again == 1);
            CHECK(co_await assert_checkpoints(std::move(child)) == 1);
        };
        co_await with_task_group(body);
        co_await assert_checkpoints(fail_after(1s, checkpoint()));
        co_await assert_checkpoints(move_on_after(1s, checkpoint()));
        co_await assert_checkpoints(shield(checkpoint()));
        co_await assert_checkpoints(race(checkpoint(), sleep(1ms)));
    });
}

TEST_CASE("checkpoints: awaiting a task is none in itself") {
    on_a_loop([]() -> task<> {
        CHECK(co_await assert_no_checkpoints(value_at_once(7)) == 7);
        co_await assert_no_checkpoints(fail_after(1s, value_at_once(7)));
        co_await assert_no_checkpoints(shield(value_at_once(7)));
        auto empty = [](task_group&) -> task<> { co_return; };
        co_await assert_no_checkpoints(with_task_group(empty));
        auto children = [](task_group& group) -> task<> {
            group.spawn(value_at_once, 1);
            co_return;
        };
        CHECK_THROWS_AS(co_await assert_no_checkpoints(with_task_group(children)), test_failure);
    });
}

TEST_CASE("checkpoints: what is missing, or too much, is a failure that names the place") {
    on_a_loop([]() -> task<> {
        std::string said;
        try {
            co_await assert_checkpoints(value_at_once(1));
        } catch (const test_failure& failure) {
            said = failure.what();
        }
        CHECK(said.find("assert_checkpoints: there was no checkpoint") == 0);
        if (RONDO_DIAGNOSTICS != 0) CHECK(said.find("checkpoints_test.cpp:") != std::string::npos);
        CHECK_THROWS_AS(co_await assert_no_checkpoints(checkpoint()), test_failure);
        CHECK_THROWS_AS(co_await assert_no_checkpoints(value_after(1ms, 1)), test_failure);
    });
}

TEST_CASE("checkpoints: every leaf looks for cancellation before any effect, and throws again and again") {
    on_a_loop([]() -> task<> {
        sequencer order;
        auto cancelled_here = [&]() -> task<> {
            for (int i = 0; i < 3; ++i) {
                CHECK_THROWS_AS(co_await yield_now(), cancelled);
                CHECK_THROWS_AS(co_await checkpoint(), cancelled);
                CHECK_THROWS_AS(co_await sleep(1h), cancelled);
                CHECK_THROWS_AS(static_cast<void>(co_await order(0)), cancelled);
            }
        };
        CHECK(co_await move_on_after(0ms, cancelled_here()));
        auto mine = co_await order(0); // nobody has taken it
    });
}

TEST_CASE("checkpoints: an error of what is awaited passes") {
    on_a_loop([]() -> task<> {
        CHECK_THROWS_AS(co_await assert_checkpoints(testing_programs::fails_after(0ms)), value_error);
    });
}
