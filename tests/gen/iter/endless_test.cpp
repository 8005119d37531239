// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/endless.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/islice.hpp>
#include <rondo/gen/next.hpp>

#include <limits>

using namespace rondo;

TEST_CASE("I15: count goes on by its step, 64 bits wide, and wraps") {
    CHECK((count() | take(3) | list()) == std::vector<std::int64_t>{0, 1, 2});
    CHECK((count(10, -4) | take(3) | list()) == std::vector<std::int64_t>{10, 6, 2});
    CHECK((count(0.5, 0.25) | take(3) | list()) == std::vector<double>{0.5, 0.75, 1.0});
    using limits = std::numeric_limits<std::int64_t>;
    CHECK((count(limits::max()) | take(2) | list()) ==
          std::vector<std::int64_t>{limits::max(), limits::min()});
    static_assert(std::same_as<decltype(count(1).next()), item<std::int64_t>>);
}

TEST_CASE("I15: cycle reads the source once, and keeps a copy") {
    int asked = 0;
    std::weak_ptr<int> alive;
    auto it = cycle(counting(3, asked));
    CHECK(asked == 0);
    CHECK(list(islice(it, 7)) == ints{0, 1, 2, 0, 1, 2, 0});
    CHECK(asked == 3);
    CHECK_FALSE(cycle(ints{}).next());
    auto holds = cycle(holding(1, alive));
    CHECK(*holds.next() == 0);
    CHECK(*holds.next() == 0);
    CHECK(alive.expired());
    CHECK((std::vector<bool>{true, false} | cycle() | take(3) | list()) ==
          std::vector<bool>{true, false, true});
    CHECK((words("a b") | cycle() | take(3) | list()) == strings{"a", "b", "a"});
}

TEST_CASE("I15: repeat, for ever or so many times") {
    CHECK(list(repeat(7, 3)) == ints{7, 7, 7});
    CHECK(list(repeat(7, 0)).empty());
    CHECK(list(repeat(7, -2)).empty());
    CHECK((repeat(std::string("x")) | take(2) | list()) == strings{"x", "x"});
}

TEST_CASE("G54: iter_until calls a function until it answers the sentinel, and not again") {
    int calls = 0;
    auto it = iter_until([&] { return ++calls; }, 4);
    CHECK(calls == 0);
    CHECK(list(it) == ints{1, 2, 3});
    CHECK(calls == 4);
    CHECK_FALSE(it.next());
    CHECK(calls == 4);
}

TEST_CASE("G54: a function that throws stop_iteration ends iter_until; another error passes and does not") {
    auto source = words("a b end c");
    CHECK(list(iter_until([&] { return rondo::next(source); }, "end")) == strings{"a", "b"});
    auto rest = iter_until([&] { return rondo::next(source); }, "end");
    CHECK(list(rest) == strings{"c"});
    CHECK_FALSE(rest.next());
    int calls = 0;
    auto it = iter_until([&] { return ++calls == 1 ? throw std::runtime_error("once") : calls; }, 3);
    CHECK_THROWS_WITH(it.next(), "once");
    CHECK(list(it) == ints{2});
}
