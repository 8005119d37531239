// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/filter.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <functional>
#include <memory>

using namespace rondo;

namespace {
constexpr auto odd = [](int x) { return x % 2 == 1; };
constexpr auto small = [](int x) { return x < 3; };
} // namespace

TEST_CASE("I5: takewhile consumes the first failing item and then stays finished") {
    int asked = 0;
    auto source = counting(10, asked);
    auto it = takewhile(small, source);
    CHECK(list(it) == ints{0, 1, 2});
    CHECK(asked == 4);
    CHECK_FALSE(it.next());
    CHECK(asked == 4);
    CHECK(*source.next() == 4);
    auto again = takewhile(small, ints{0, 9, 1});
    CHECK(list(again) == ints{0});
    CHECK(list(again).empty());
}

TEST_CASE("I5: dropwhile tests only until the first failure") {
    int tested = 0;
    auto it = dropwhile([&](int x) { return ++tested, x < 2; }, ints{0, 1, 5, 0, 1});
    CHECK(tested == 0);
    CHECK(list(it) == ints{5, 0, 1});
    CHECK(tested == 3);
    CHECK((ints{1, 2, 5, 1} | dropwhile(small) | list()) == ints{5, 1});
    CHECK((ints{1, 2, 5, 1} | takewhile(small) | list()) == ints{1, 2});
    CHECK(list(dropwhile(small, ints{0, 1})).empty());
}

TEST_CASE("I6: filterfalse gives what filter leaves") {
    CHECK(list(filterfalse(odd, range(6))) == ints{0, 2, 4});
    CHECK((range(6) | filterfalse(odd) | list()) == ints{0, 2, 4});
    CHECK(list(filterfalse(identity, ints{0, 1, 2, 0})) == ints{0, 0});
}

TEST_CASE("I6: compress stops at the shorter") {
    CHECK(list(compress("ABCDEF", ints{1, 0, 1, 0, 1, 1})) == std::vector<char>{'A', 'C', 'E', 'F'});
    CHECK(list(compress(range(9), std::vector<bool>{true, false, true})) == ints{0, 2});
    CHECK(list(compress(ints{1, 2}, ints{1, 1, 1, 1})) == ints{1, 2});
    CHECK((range(4) | compress(ints{0, 0, 1}) | list()) == ints{2});
    int data = 0, selectors = 0;
    CHECK(list(compress(counting(2, data), counting(9, selectors))) == ints{1});
    CHECK(data == 2);
    CHECK(selectors == 2); // the data ended first: the selectors were not asked again
}

TEST_CASE("I18: filter(identity) keeps the true: not zero, not empty, not null") {
    CHECK(list(filter(identity, ints{0, 1, 0, -2})) == ints{1, -2});
    CHECK((strings{"", "a", ""} | filter(identity) | list()) == strings{"a"});
    CHECK(list(filter(std::identity{}, ints{0, 3})) == ints{3});
    CHECK(list(filter(identity, std::vector<std::optional<int>>{{}, 0})).size() == 1);
}

TEST_CASE("filter: the predicate is asked once for each item, when it is reached, and errors do not end it") {
    int tested = 0;
    auto it = filter([&](int x) { return ++tested, odd(x); }, range(6));
    CHECK(tested == 0);
    CHECK(*it.next() == 1);
    CHECK(tested == 2);
    CHECK(list(it) == ints{3, 5});
    CHECK(tested == 6);
    auto over = filter([](int) { return true; }, stumbling(3, 2));
    CHECK(*over.next() == 1);
    CHECK_THROWS_WITH(over.next(), "stumbled at 2");
    CHECK(*over.next() == 3);
}

TEST_CASE("filter: items pass as they are: by address, or moved on and never out by the predicate") {
    ints some{1, 2, 3};
    for (int& x : filter(odd, some)) x = 0;
    CHECK(some == ints{0, 2, 0});
    auto given = []() -> generator<std::string&&> {
        co_yield std::string("a text that is too long to be a small string");
    };
    auto by_value = [](std::string text) { return text.size() > 3; };
    CHECK(list(filter(by_value, given())) == strings{"a text that is too long to be a small string"});
    auto boxes = map([](int x) { return std::make_unique<int>(x); }, range(3));
    CHECK(list(filter([](auto& box) { return *box == 2; }, std::move(boxes))).size() == 1);
}
