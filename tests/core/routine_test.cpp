// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/routine.hpp>

#include "core/rows.hpp"

#include <rondo/base/stop_iteration.hpp>
#include <rondo/core/when_all.hpp>

#include <memory>

using namespace core_test;

namespace {

task<int> twice(int n) {
    co_await yield_now();
    co_return 2 * n;
}
routine<int> old_style(int n, journal& said) {
    said.push_back("starts");
    co_yield sleep(1ms);
    const int got = co_yield twice(n);
    said.push_back("got " + std::to_string(got));
    co_return got + 1;
}
routine<std::unique_ptr<int>> boxed(int n) {
    co_yield yield_now();
    co_return std::make_unique<int>(n);
}

} // namespace

TEST_CASE("routine: a co_yield waits, and gives the typed result") {
    world w;
    journal said;
    auto r = old_style(21, said);
    CHECK(said.empty()); // calling runs nothing
    CHECK(w.run(std::move(r)) == 43);
    CHECK(joined(said) == "starts | got 42");
    CHECK(w.ms() == 1);
    static_assert(std::same_as<await_result_t<routine<int>>, int>);
    static_assert(awaitable<routine<int>> && !awaitable<routine<int>&>);
}

TEST_CASE("routine: it is awaited by a task, yielded by a routine, and spawned") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        CHECK(co_await old_style(1, said) == 3);
        auto outer = [](journal& said) -> routine<int> {
            const int one = co_yield old_style(2, said);
            auto inner = old_style(3, said);
            const int two = co_yield std::move(inner);
            co_return one * 100 + two;
        };
        CHECK(co_await outer(said) == 507);
        std::unique_ptr<int> box = co_await boxed(4);
        CHECK(*box == 4);
        co_await with_task_group([&](task_group& group) -> task<> {
            auto handle = group.spawn(old_style, 10, std::ref(said));
            auto other = group.spawn(boxed(5));
            CHECK(co_await handle == 21);
            const auto& got = co_await other;
            CHECK(*got == 5);
        });
    }(said));
}

TEST_CASE("routine: running one is a call, and gives no turn away") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            group.spawn(say, std::ref(said), "other");
            auto ready = [](journal& said) -> routine<> {
                said.push_back("routine");
                co_return;
            };
            co_await ready(said);
            said.push_back("after");
        });
    }(said));
    CHECK(joined(said) == "routine | after | other");
}

TEST_CASE("routine: errors cross it unchanged, and stop_iteration becomes runtime_error") {
    world w;
    const auto error = std::make_exception_ptr(oops(3));
    std::exception_ptr same;
    w.run([](std::exception_ptr error, std::exception_ptr& same) -> task<> {
        auto throws = [](std::exception_ptr error) -> routine<> {
            co_yield yield_now();
            std::rethrow_exception(error);
        };
        auto outer = [](auto throws, std::exception_ptr error) -> routine<> { co_yield throws(error); };
        try {
            co_await outer(throws, error);
        } catch (...) {
            same = std::current_exception();
        }
    }(error, same));
    CHECK(same == error);
    auto stops = []() -> routine<> {
        co_yield yield_now();
        throw stop_iteration<>();
    };
    CHECK(raised([&] { w.run(stops()); }) == "coroutine raised StopIteration");
}

TEST_CASE("routine: it is cancelled at its yields, level by level, and may shield its clean-up") {
    world w;
    journal said;
    w.run([](journal& said) -> task<> {
        auto waits = [](journal& said) -> routine<> {
            bool stopped = false;
            try {
                co_yield sleep(1h);
            } catch (const cancelled&) {
                stopped = true;
            }
            said.push_back(stopped ? "stopped" : "slept");
            try {
                co_yield checkpoint();
            } catch (const cancelled&) {
                said.push_back("again");
            }
            co_yield shield(sleep(5ms));
            said.push_back("clean");
        };
        co_await move_on_after(1ms, waits(said));
    }(said));
    CHECK(joined(said) == "stopped | again | clean");
    CHECK(w.ms() == 6);
}

TEST_CASE("routine: 128 ready waits, then it gives way") {
    world w;
    int steps = 0;
    w.run([](int& steps) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto greedy = [](int& steps) -> routine<> {
                for (; steps < 1000; ++steps) co_yield checkpoint();
            };
            group.spawn(greedy, std::ref(steps));
            co_await yield_now();
            CHECK(steps > 0);
            CHECK(steps <= 128);
        });
    }(steps));
    CHECK(steps == 1000);
}

TEST_CASE("routine: one that is never run tells the hook where it is written; close says nothing") {
    lost_errors lost;
    journal said;
    { auto forgotten = old_style(1, said); }
    CHECK(lost.count() == 1);
    CHECK(lost.tell("was never awaited"));
    if (RONDO_DIAGNOSTICS != 0) CHECK(lost.tell("old_style"));
    auto closed = old_style(1, said);
    closed.close();
    CHECK_FALSE(closed);
    CHECK(lost.count() == 1);
}

TEST_CASE("routine: awaited a second time it is refused") {
    world w;
    journal said;
    CHECK(raised([&] {
              w.run([](journal& said) -> task<> {
                  auto once = old_style(1, said);
                  co_await std::move(once);
                  co_await std::move(once);
              }(said));
          }).starts_with("cannot reuse already awaited coroutine"));
}

TEST_CASE("routine: a chain of them takes no machine stack") {
    struct chain {
        static routine<int> of(int depth) {
            if (depth == 0) {
                co_yield yield_now();
                co_return 0;
            }
            const int below = co_yield of(depth - 1);
            co_return below + 1;
        }
    };
    world w;
    CHECK(w.run(chain::of(100'000)) == 100'000);
}
