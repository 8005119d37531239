// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/windows.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/iter/zip.hpp>

#include <algorithm>
#include <memory>

using namespace rondo;
using lists = std::vector<ints>;
using pairs = std::vector<std::pair<int, int>>;

TEST_CASE("I12: pairwise needs one look-back, and gives nothing of fewer than two items") {
    CHECK(list(pairwise(range(4))) == pairs{{0, 1}, {1, 2}, {2, 3}});
    CHECK(list(pairwise(ints{1})).empty());
    CHECK(list(pairwise(ints{})).empty());
    int asked = 0;
    auto it = pairwise(counting(9, asked));
    CHECK(asked == 0);
    CHECK(it.next()->second == 1);
    CHECK(asked == 2);
    CHECK(it.next()->first == 1);
    CHECK(asked == 3);
    CHECK((words("a b c") | pairwise() | list())[1] == std::pair<std::string, std::string>("b", "c"));
    auto bad = pairwise(relapsing());
    CHECK(list(bad).size() == 2);
    CHECK_FALSE(bad.next());
}

TEST_CASE("I21: pairwise releases its source when it is exhausted, as Python's") {
    std::weak_ptr<int> alive;
    auto it = pairwise(holding(2, alive));
    CHECK(it.next());
    CHECK_FALSE(alive.expired());
    CHECK_FALSE(it.next());
    CHECK(alive.expired());
}

TEST_CASE("I13: batched gives vectors of n, the last may be short") {
    CHECK(list(batched(range(7), 3)) == lists{{0, 1, 2}, {3, 4, 5}, {6}});
    CHECK(list(batched(range(4), 2)) == lists{{0, 1}, {2, 3}});
    CHECK(list(batched(ints{}, 2)).empty());
    CHECK((range(3) | batched(2) | list()) == lists{{0, 1}, {2}});
    int asked = 0;
    auto source = counting(9, asked);
    CHECK(*batched(source, 2).next() == ints{0, 1});
    CHECK(asked == 2);
    auto boxes = list(batched(map([](int x) { return std::make_unique<int>(x); }, range(3)), 2));
    CHECK(*boxes[1][0] == 2);
}

TEST_CASE("I13: strict batches throw after the full ones; n below one is a value_error at the call") {
    auto strict = batched(range(3), 2, true);
    CHECK(*strict.next() == ints{0, 1});
    CHECK_THROWS_WITH_AS(strict.next(), "batched(): incomplete batch", value_error);
    CHECK(list(range(4) | batched(2, true)).size() == 2);
    CHECK_THROWS_WITH_AS(batched(range(3), 0), "n must be at least one", value_error);
    CHECK_THROWS_AS(batched(-1), value_error);
}

TEST_CASE("I14: accumulate: the first item passes unchanged, an initial value comes first and of its own") {
    auto times = [](int a, int b) { return a * b; };
    CHECK(list(accumulate(ints{1, 2, 3, 4})) == ints{1, 3, 6, 10});
    CHECK(list(accumulate(ints{1, 2, 3, 4}, times)) == ints{1, 2, 6, 24});
    CHECK(list(accumulate(ints{2, 3}, times, 10)) == ints{10, 20, 60});
    CHECK(list(accumulate(ints{}, times, 10)) == ints{10});
    CHECK(list(accumulate(ints{})).empty());
    CHECK((range(4) | accumulate() | list()) == ints{0, 1, 3, 6});
    CHECK((ints{1, 2} | accumulate(times, 5) | list()) == ints{5, 5, 10});
    CHECK((words("a b") | accumulate() | list()) == strings{"a", "ab"});
    CHECK(list(accumulate(
              ints{1, 2}, [](double a, int b) { return a / b; }, 1.0)) == std::vector<double>{1, 1, 0.5});
    int asked = 0;
    auto lazy = accumulate(counting(5, asked), times, 1);
    CHECK(*lazy.next() == 1);
    CHECK(asked == 0);
    CHECK(list(accumulate(ints{3, 1, 4}, [](int a, int b) { return std::max(a, b); })) == ints{3, 3, 4});
}

TEST_CASE("I20: sliding_window gives every n items in a row") {
    CHECK(list(sliding_window(range(5), 3)) == lists{{0, 1, 2}, {1, 2, 3}, {2, 3, 4}});
    CHECK(list(sliding_window(range(2), 3)).empty());
    CHECK(list(sliding_window(range(2), 1)) == lists{{0}, {1}});
    CHECK((range(3) | sliding_window(2) | list()) == lists{{0, 1}, {1, 2}});
    CHECK_THROWS_AS(sliding_window(range(2), 0), value_error);
    CHECK_THROWS_AS(sliding_window(0), value_error);
    int asked = 0;
    auto lazy = sliding_window(counting(9, asked), 3);
    CHECK(asked == 0);
    CHECK(lazy.next());
    CHECK(asked == 3);
}

TEST_CASE("I20: grouper fills up, throws or drops what is incomplete") {
    CHECK(list(grouper(range(5), 2, 9)) == lists{{0, 1}, {2, 3}, {4, 9}});
    CHECK(list(grouper(range(3), 2)) == lists{{0, 1}, {2, 0}});
    CHECK(list(grouper(range(5), 2, incomplete::ignore)) == lists{{0, 1}, {2, 3}});
    CHECK_THROWS_AS(list(grouper(range(5), 2, incomplete::strict)), value_error);
    CHECK(list(grouper(range(4), 2, incomplete::strict)) == lists{{0, 1}, {2, 3}});
    CHECK((range(3) | grouper(2, 7) | list()) == lists{{0, 1}, {2, 7}});
    CHECK_THROWS_AS(grouper(range(4), 0), value_error);
    auto texts = list(grouper(words("a b c"), 2, "x"));
    CHECK(texts[1] == strings{"c", "x"});
}
