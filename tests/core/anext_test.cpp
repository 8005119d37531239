// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/anext.hpp>

#include "core/rows.hpp"

#include <rondo/gen/iter.hpp>

#include <memory>
#include <set>

using namespace core_test;

namespace {

async_generator<int> count_to(int last) {
    for (int n = 1; n <= last; ++n) {
        co_await yield_now();
        co_yield n;
    }
}
async_generator<std::unique_ptr<int>&&> boxes() {
    co_yield std::make_unique<int>(1);
    co_yield std::make_unique<int>(2);
}

} // namespace

TEST_CASE("A1: anext gives the value, and throws stop_async_iteration at the end, and ever after") {
    world w;
    w.run([]() -> task<> {
        auto g = count_to(2);
        const int& first = co_await anext(g);
        CHECK(first == 1);
        CHECK(co_await anext(g) == 2);
        for (int again = 0; again < 2; ++again) {
            bool stopped = false;
            try {
                co_await anext(g);
            } catch (const stop_async_iteration&) {
                stopped = true;
            }
            CHECK(stopped);
        }
    }());
}

TEST_CASE("A1: anext with a fallback gives that at the end, and never throws for it") {
    world w;
    w.run([]() -> task<> {
        auto g = count_to(1);
        CHECK(co_await anext(g, 9) == 1);
        CHECK(co_await anext(g, 9) == 9);
        CHECK(co_await anext(g, 8) == 8);
    }());
}

TEST_CASE("anext: what is given away is given by value") {
    world w;
    w.run([]() -> task<> {
        auto g = boxes();
        std::unique_ptr<int> first = co_await anext(g);
        std::unique_ptr<int> second = co_await anext(g, nullptr);
        std::unique_ptr<int> none = co_await anext(g, nullptr);
        CHECK(*first == 1);
        CHECK(*second == 2);
        CHECK(none == nullptr);
    }());
}

TEST_CASE("A5: a stop_async_iteration that leaves a task is a runtime_error") {
    world w;
    CHECK(raised([&] {
              w.run([]() -> task<> {
                  auto g = count_to(0);
                  co_await anext(g);
              }());
          }) == "coroutine raised StopAsyncIteration");
}

TEST_CASE("A15: to collects what an async generator yields") {
    world w;
    w.run([]() -> task<> {
        const std::vector<int> counted = co_await to<std::vector<int>>(count_to(3));
        CHECK(counted == std::vector<int>{1, 2, 3}); // a list in a co_await is an error to g++ 12
        auto lent = count_to(3);
        const auto some = co_await to<std::set>(lent);
        CHECK(some == std::set<int>{1, 2, 3});
        CHECK(lent.state() == gen_state::closed);
        const auto moved = co_await to<std::vector>(boxes());
        CHECK(moved.size() == 2);
        CHECK(*moved[1] == 2);
    }());
}
