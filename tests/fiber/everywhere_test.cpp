// SPDX-License-Identifier: BSL-1.0
//
// A program of fibers and tasks that is cancelled at each of its waits, refused each of its allocations, and run in many
// orders: it always ends, leaves nothing, and keeps what it promises.
#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/fiber_local.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "core/rows.hpp"
#include "fiber/support.hpp"

#include <rondo/testing/allocations.hpp>
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/fail_everywhere.hpp>
#include <rondo/testing/shuffled.hpp>

using namespace core_test;

namespace {

struct witness {
    witness() { ++alive; }
    witness(const witness&) = delete;
    ~witness() { --alive; }
    static inline int alive = 0;
};
fiber_local<int> own{1};

task<int> child(int value) {
    const witness here;
    co_await sleep(1ms);
    co_return value;
}

int numbers(int upto) {
    const witness here;
    fiber_generator<int> each([upto](auto& yield) {
        const witness inside;
        for (int i = 1; i <= upto; ++i) yield(await(child(i)));
    });
    int sum = 0;
    for (const int value : each) {
        const witness again;
        *own += value;
        sum += value;
    }
    return sum;
}

// Two fibers, a task that joins one, a timeout that strikes and one that does not.
int program() {
    const witness here;
    int sum = 0;
    with_fiber_group([&](task_group& group) {
        const witness inside;
        auto first = spawn_fiber(group, {.name = "first of the fibers"}, numbers, 3);
        auto second = group.spawn(
            [](join_handle<int> of) -> task<int> {
                const witness of_task;
                co_return 10 * co_await of;
            },
            first);
        await(move_on_after(1ms, calling([] {
                                const witness cut;
                                await(sleep(1s));
                            })));
        sum += await(fail_after(1s, calling([&] { return await(second); })));
        try {
            await(fail_later(1, 1ms));
        } catch (const oops&) {
            await(shield(sleep(1ms))); // in a handler
        }
    });
    return sum;
}

task<> whole() {
    const int sum = co_await on_fiber(program);
    if (sum != 60) throw oops(sum);
}

} // namespace

TEST_CASE("fiber: cancelled at each wait, everything is unwound and nothing stays") {
    const std::size_t alive = stack_pool::statistics().alive;
    const std::size_t times = testing::cancel_everywhere(whole, [&] {
        CHECK(witness::alive == 0);
        CHECK(stack_pool::statistics().alive == alive);
    });
    CHECK(times > 20);
}

TEST_CASE("fiber: refused each allocation, everything is unwound and nothing stays") {
    if (!testing::allocations_are_counted()) return; // these tests alone
    const std::size_t alive = stack_pool::statistics().alive;
    const std::size_t refused = testing::fail_everywhere(whole, [&] {
        CHECK(witness::alive == 0);
        CHECK(stack_pool::statistics().alive == alive);
    });
    CHECK(refused > 20);
}

TEST_CASE("fiber: under any order of what is ready the answer is the same") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        manual_time time;
        testing::shuffled chance(seed);
        loop on{{.time = &time, .chooser = &chance}};
        on.run_until(whole());
        CHECK(witness::alive == 0);
    }
}
