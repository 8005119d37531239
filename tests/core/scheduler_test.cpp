// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/scheduler.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

/// Runs, says its number, and goes to the end of the queue so many times.
struct ticking : runnable {
    ticking(journal& said, int own, int turns) noexcept
        : runnable([](runnable& self, scheduler& on) noexcept {
              auto& mine = static_cast<ticking&>(self);
              mine.words.push_back(std::to_string(mine.number));
              if (--mine.left != 0) on.make_ready(mine);
          }),
          words(said), number(own), left(turns) {}
    journal& words;
    int number;
    int left;
};

} // namespace

TEST_CASE("scheduler: a turn runs exactly what was ready when it began, first in, first out") {
    journal said;
    loop on;
    ticking a(said, 1, 3), b(said, 2, 1), c(said, 3, 2);
    for (ticking* each : {&a, &b, &c}) {
        on.enlist();
        on.make_ready(*each);
    }
    CHECK(on.ready_count() == 3);
    CHECK(on.turn() == 3);
    CHECK(joined(said) == "1 | 2 | 3");
    CHECK(on.turn() == 2);
    CHECK(on.turn() == 1);
    CHECK(on.turn() == 0);
    CHECK(joined(said) == "1 | 2 | 3 | 1 | 3 | 1");
    CHECK(on.turns() == 4);
    CHECK(on.steps() == 6);
    for (int i = 0; i < 3; ++i) on.discharge();
}

TEST_CASE(
    "scheduler: the ring grows with what is enlisted, in the middle of a turn, too, and keeps the order") {
    journal said;
    world w;
    std::vector<int> order;
    w.run([&]() -> task<> {
        for (int i = 0; i < 3; ++i) co_await yield_now(); // so that the ring's start is not at 0
        auto body = [&](task_group& group) -> task<> {
            auto one = [](std::vector<int>& to, int n) -> task<> {
                to.push_back(n);
                co_return;
            };
            for (int i = 0; i < 1000; ++i) group.spawn(one, std::ref(order), i);
            co_return;
        };
        co_await with_task_group(body);
    });
    REQUIRE(order.size() == 1000);
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("scheduler: turns do not nest") {
    world w;
    w.run([&]() -> task<> {
        CHECK_THROWS_AS(w.on.turn(), rondo::runtime_error);
        CHECK(scheduler::current() == &w.on);
        co_return;
    });
    CHECK(scheduler::current() == nullptr);
}

TEST_CASE("scheduler: 128 operations that are ready fill a step; then the task gives way") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto busy = [](journal& s, std::string word) -> task<> {
            for (int i = 0; i < 300; ++i) {
                if (i % 128 == 0) s.push_back(word + std::to_string(i));
                co_await checkpoint();
            }
        };
        w.on.root().spawn(busy, std::ref(said), "a");
        w.on.root().spawn(busy, std::ref(said), "b");
        co_await sleep(1ms);
    });
    CHECK(joined(said) == "a0 | b0 | a128 | b128 | a256 | b256");
}
