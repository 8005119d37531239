// SPDX-License-Identifier: BSL-1.0
//
// What a fiber can wait for, where it may, and what comes out of the wait.
#include <rondo/fiber/await.hpp>

#include <rondo/core/adopt.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/routine.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/core/wait.hpp>
#include <rondo/core/when_all.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "core/slot.hpp"
#include "fiber/support.hpp"

#include <cstdlib>
#include <memory>

using namespace core_test;

namespace {

task<int> later(int value, duration after) {
    co_await sleep(after);
    co_return value;
}
task<int> deep(int depth) {
    if (depth == 0) {
        co_await yield_now();
        co_return 0;
    }
    co_return 1 + co_await deep(depth - 1);
}
task<int> deep_without_waiting(int depth) {
    if (depth == 0) co_return 0;
    co_return 1 + co_await deep_without_waiting(depth - 1);
}
routine<int> by_yield(int value) {
    co_yield sleep(1ms);
    co_return value;
}
generator<sleep_op&&, void, int> by_hand(int value) {
    co_yield sleep(1ms);
    co_return value;
}
async_generator<int> three() {
    for (int i = 1; i <= 3; ++i) {
        co_await sleep(1ms);
        co_yield i;
    }
}
int at_depth(int depth, int value) {
    return depth == 0 ? await(later(value, 1ms)) : at_depth(depth - 1, value);
}

int (*compare_in_callback)(int, int) = nullptr;

} // namespace

TEST_CASE("await: a fiber waits for tasks, routines, generators of requests, handles, leaves, and "
          "combinations of them") {
    world w;
    slot<std::string> mail;
    w.run(on_fiber([&] {
        CHECK(await(later(1, 2ms)) == 1);
        CHECK(w.ms() == 2);
        CHECK(await(by_yield(2)) == 2);
        CHECK(await(adopt(by_hand(3))) == 3);
        CHECK(await(deep_without_waiting(10)) == 10); // did not wait at all
        await(sleep(1ms));
        CHECK(w.ms() == 5);
        w.on.call_later(1ms, [&] { mail.put("letter"); });
        CHECK(await(mail.take()) == "letter");
        auto both = await(when_all(later(4, 1ms), by_yield(5)));
        CHECK(std::get<0>(both) + std::get<1>(both) == 9);
        auto won = await(race(later(6, 5s), later(7, 1ms)));
        CHECK(won.first == 7);
        CHECK(won.which == 1);
        CHECK(await(move_on_after(1ms, later(8, 1s))) == std::nullopt);
        CHECK(raised([] { await(fail_after(1ms, later(8, 1s))); }) == "timeout");
        int sum = 0;
        async_generator<int> values = three();
        while (auto step = await(values.next())) sum += *step;
        CHECK(sum == 6);
        await(yield_now());
        await(checkpoint());
    }));
}

TEST_CASE("await: at any depth of calls, in a callback, in a handler, in a task that is awaited") {
    world w;
    w.run(on_fiber([&] {
        CHECK(at_depth(100, 5) == 5);

        int numbers[] = {3, 1, 2};
        compare_in_callback = [](int x, int y) {
            await(sleep(1ms)); // asks somebody else
            return (x > y) - (x < y);
        };
        const auto before = w.ms();
        std::qsort(numbers, 3, sizeof(int), [](const void* a, const void* b) {
            return compare_in_callback(*static_cast<const int*>(a), *static_cast<const int*>(b));
        });
        CHECK(std::ranges::equal(numbers, std::vector{1, 2, 3}));
        CHECK(w.ms() >= before + 2);

        try {
            throw oops(1);
        } catch (const oops& e) {
            CHECK(await(later(2, 1ms)) == 2);
            CHECK(e.number == 1);
            CHECK(raised([] { throw; }) == "oops 1");
        }

        const auto mixed = []() -> task<int> {
            const int first = at_depth(3, 10); // before its first wait
            co_await sleep(1ms);
            co_return first + at_depth(3, 20); // and after it: a fiber runs what it awaits on its own stack
        };
        CHECK(await(mixed()) == 30);
    }));
}

TEST_CASE("await: a chain of tasks as deep as memory, on a small stack") {
    world w;
    const int depth = RONDO_ASAN != 0 || RONDO_TSAN != 0 || RUNNING_ON_VALGRIND ? 2000 : 100000;
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            const fiber_options small{.stack_bytes = 96 << 10};
            spawn_fiber(group, small, [&] {
                CHECK(await(deep(depth)) == depth);
                CHECK(await(deep_without_waiting(depth)) == depth);
                fiber_generator<int> inner(
                    [&](auto& yield) { yield(await(deep(depth))); }); // on a stack of its own
                CHECK(*inner.next() == depth);
            });
            co_return;
        });
    });
}

TEST_CASE("await: in the body of a fiber_generator it is the fiber that waits, and the generator is left in "
          "the middle") {
    world w;
    journal said;
    fiber_generator<int> shared([&](auto& yield) {
        for (int i = 0;; ++i) {
            await(sleep(1ms));
            yield(i);
        }
    });
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            spawn_fiber(group, [&] {
                for (int i = 0; i < 2; ++i) said.push_back("a" + std::to_string(*shared.next()));
            });
            spawn_fiber(group, [&] {
                said.push_back(raised([&] { shared.next(); }));
                await(sleep(10ms));
                said.push_back("b" + std::to_string(*shared.next()));
            });
            co_return;
        });
    });
    CHECK(joined(said) == "generator already executing | a0 | a1 | b2");
}

TEST_CASE(
    "await: gives what co_await gives: references, move-only values, nothing; errors are the same object") {
    world w;
    w.run(on_fiber([&] {
        int here = 1;
        const auto lend = [](int& what) -> task<int&> {
            co_await yield_now();
            co_return what;
        };
        int& there = await(lend(here));
        CHECK(&there == &here);
        const auto own = []() -> task<std::unique_ptr<int>> {
            co_await yield_now();
            co_return std::make_unique<int>(4);
        };
        CHECK(*await(own()) == 4);
        static_assert(std::is_void_v<decltype(await(sleep(1ms)))>);
        CHECK(raised([] { await(fail_later(3, 1ms)); }) == "oops 3");
        CHECK(raised([] { await(throws_at_start()); }) == "oops 9");
        await(sleep(1ms)); // it is none the worse
        task<int> once = later(1, 1ms);
        CHECK(await(std::move(once)) == 1);
        CHECK(raised([&] { await(std::move(once)); }).find("already awaited") != std::string::npos);
    }));
}

TEST_CASE("await: gives way after 128 that were ready, as in a task") {
    world w;
    int others = 0;
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            spawn_fiber(group, [&] {
                for (int i = 0; i < 127; ++i) await(checkpoint());
                CHECK(others == 0);
                await(checkpoint());
                CHECK(others == 1);
            });
            group.spawn(
                [](int& count) -> task<> {
                    ++count;
                    co_return;
                },
                std::ref(others));
            co_return;
        });
    });
}

TEST_CASE("await: outside of a fiber it is an error that says what to do") {
    CHECK_FALSE(in_fiber());
    CHECK(raised([] { await(sleep(1ms)); })
              .starts_with("await(): no loop runs here: call it in a function that "
                           "spawn_fiber(group, f, args...) runs"));
    world w;
    w.run([&]() -> task<> {
        CHECK_FALSE(in_fiber());
        const std::string in_task = raised([] { await(sleep(1ms)); });
        CHECK(in_task.starts_with("await(): task 1 is no fiber that runs: a coroutine says co_await"));
        fiber_generator<int> g(
            [](auto&) { await(sleep(1ms)); }); // the generator of a task does not make it a fiber
        CHECK(raised([&] { g.next(); }) == in_task);
        std::string in_callback;
        w.on.call_soon([&] { in_callback = raised([] { await(sleep(1ms)); }); });
        co_await sleep(1ms);
        CHECK(in_callback.starts_with("await(): a callback runs here, and cannot wait"));
    });
    w.run(on_fiber([] { CHECK(in_fiber()); }));
    // What goes with a fiber that never ran is destroyed outside of it.
    std::string at_end;
    struct awaits_at_end {
        std::string* said;
        awaits_at_end(std::string& s) : said(&s) {}
        awaits_at_end(awaits_at_end&& other) noexcept : said(std::exchange(other.said, nullptr)) {}
        ~awaits_at_end() {
            if (said) *said = raised([] { await(sleep(1ms)); });
        }
    };
    w.run([&]() -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            awaits_at_end argument(at_end);
            auto plain = [](awaits_at_end&&) {};
            spawn_fiber(group, plain, std::move(argument));
            group.cancel();
            co_return;
        });
    });
    CHECK(at_end.find("is no fiber that runs") != std::string::npos);
}

TEST_CASE("await: an awaiter of the user's own, made by operator co_await") {
    struct wrapped {
        sleep_op operator co_await() && { return sleep(3ms); }
    };
    world w;
    w.run(on_fiber([&] {
        await(wrapped());
        CHECK(w.ms() == 3);
    }));
}
