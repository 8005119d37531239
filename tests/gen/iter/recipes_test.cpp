// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/recipes.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>

#include <cctype>

using namespace rondo;

TEST_CASE("I20: the recipes go by rondo::recipes") {
    CHECK(list(recipes::roundrobin(ints{1}, ints{2})) == ints{1, 2});
    CHECK(list(recipes::sliding_window(range(3), 2)).size() == 2);
    CHECK(list(recipes::partition([](int x) { return x > 1; }, range(3)).second) == ints{2});
    CHECK(list(recipes::unique(ints{1, 1})) == ints{1});
    CHECK(list(recipes::flatten(std::vector<ints>{{1}, {2}})) == ints{1, 2});
    CHECK(recipes::nth(range(9), 2) == 2);
    CHECK(list(recipes::grouper(range(2), 2)).size() == 1);
}

TEST_CASE("I20: flatten takes one level off, and delegates to nobody") {
    std::vector<ints> nested{{1, 2}, {3, 4}, {5, 6}};
    CHECK(list(flatten(nested)) == ints{1, 2, 3, 4, 5, 6});
    CHECK((nested | flatten() | list()) == ints{1, 2, 3, 4, 5, 6});
}

TEST_CASE("I20: unique gives each item the first time it comes, by key, lazily") {
    auto lower = [](char c) { return std::tolower(c); };
    CHECK(list(unique("AAAABBBCCDAABBB")) == std::vector<char>{'A', 'B', 'C', 'D'});
    CHECK(list(unique("ABBcCAD", lower)) == std::vector<char>{'A', 'B', 'c', 'D'});
    CHECK((words("b a b") | unique() | list()) == strings{"b", "a"});
    using pair = std::pair<int, int>; // no std::hash: ordered
    CHECK(list(unique(std::vector<pair>{{1, 2}, {1, 2}, {0, 1}})) == std::vector<pair>{{1, 2}, {0, 1}});
    int asked = 0;
    auto lazy = unique(counting(9, asked));
    CHECK(*lazy.next() == 0);
    CHECK(asked == 1);
}

TEST_CASE("I20: unique_justseen drops repetitions only") {
    auto lower = [](char c) { return std::tolower(c); };
    CHECK(list(unique_justseen("AAABBA")) == std::vector<char>{'A', 'B', 'A'});
    CHECK(list(unique_justseen("ABBCcAD", lower)) == std::vector<char>{'A', 'B', 'C', 'A', 'D'});
    CHECK((ints{1, 1, 2} | unique_justseen() | list()) == ints{1, 2});
}
