// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/groupby.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>

using namespace rondo;

namespace {
std::string spelled(auto&& groups) {
    std::string text;
    for (auto&& [key, group] : groups) {
        text += key;
        text += '=';
        for (auto&& one : group) text += one;
        text += ' ';
    }
    return text;
}
} // namespace

TEST_CASE("I7: groups are runs of equal keys, read from the shared source") {
    CHECK(spelled(groupby("AAABBCAA")) == "A=AAA B=BB C=C A=AA ");
    CHECK(spelled("AAAB" | group_by()) == "A=AAA B=B ");
    auto by_length = list(groupby(words("a b cc d"), &std::string::size));
    CHECK(by_length.size() == 3);
    CHECK(by_length[1].first == 2);
    CHECK(list(groupby(ints{})).empty());
    auto tens = [](int x) { return x / 10; };
    std::vector<ints> runs;
    for (auto [ten, group] : ints{1, 5, 12, 14, 3} | groupby(tens)) runs.push_back(list(group));
    CHECK(runs == std::vector<ints>{{1, 5}, {12, 14}, {3}});
}

TEST_CASE("I7: advancing to the next key skips the rest of the old group, whose iterator is then empty") {
    auto groups = groupby("AAABBC");
    auto first = groups.next();
    CHECK(*first->second.next() == 'A');
    auto second = groups.next();
    CHECK(second->first == 'B');
    CHECK_FALSE(first->second.next());
    CHECK(list(second->second) == std::vector<char>{'B', 'B'});
    CHECK_FALSE(second->second.next());
    auto third = groups.next();
    CHECK(third->first == 'C');
    CHECK_FALSE(groups.next());
    CHECK_FALSE(third->second.next()); // the grouper has gone past it
    CHECK_FALSE(groups.next());
}

TEST_CASE("I7: a group outlives its grouper") {
    auto group = groupby("AAB").next()->second;
    CHECK(list(group) == std::vector<char>{'A', 'A'});
    auto copy = group;
    CHECK_FALSE(copy.next());
}

TEST_CASE("I8: the key is called once for each item, in order, with one item of look-ahead") {
    int asked = 0;
    ints keyed;
    auto groups = groupby(counting(6, asked), [&](int x) { return keyed.push_back(x), x / 2; });
    CHECK(asked == 0);
    auto first = groups.next();
    CHECK(first->first == 0);
    CHECK(asked == 1);
    CHECK(*first->second.next() == 0);
    CHECK(asked == 1);
    CHECK(*first->second.next() == 1);
    CHECK(asked == 2);
    CHECK_FALSE(first->second.next());
    CHECK(asked == 3); // the first of the next group
    CHECK(groups.next()->first == 1);
    CHECK(asked == 3);
    while (groups.next()) {}
    CHECK(keyed == ints{0, 1, 2, 3, 4, 5});
}

TEST_CASE("groupby: items pass by address, and errors of source and key pass through") {
    ints some{1, 1, 2};
    for (auto&& [key, group] : groupby(some)) {
        for (int& x : group) x = 0;
    }
    CHECK(some == ints{0, 0, 0});
    auto over = groupby(stumbling(5, 3), [](int x) { return x > 3; });
    auto low = over.next();
    CHECK(*low->second.next() == 1);
    CHECK(*low->second.next() == 2);
    CHECK_THROWS_WITH(low->second.next(), "stumbled at 3");
    CHECK(over.next()->first);
    auto bad_key = groupby(ints{1, 2}, [](int x) { return x == 2 ? throw std::runtime_error("no key") : x; });
    CHECK(bad_key.next());
    CHECK_THROWS_WITH(bad_key.next(), "no key");
    CHECK_FALSE(bad_key.next());
}
