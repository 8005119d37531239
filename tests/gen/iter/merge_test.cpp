// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/merge.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>

#include <list>

using namespace rondo;

TEST_CASE("I22: merge is lazy: the first item asks every source once, then one pull an item") {
    int a = 0, b = 0;
    auto it = merge(counting(5, a), counting(5, b));
    CHECK(a + b == 0);
    CHECK(*it.next() == 0);
    CHECK(a == 1);
    CHECK(b == 1);
    CHECK(*it.next() == 0);
    CHECK(a + b == 3);
    CHECK(*it.next() == 1);
    CHECK(a + b == 4);
    CHECK(list(it) == ints{1, 2, 2, 3, 3, 4, 4});
    CHECK_FALSE(it.next());
}

TEST_CASE("I22: of equal items those of the earlier source come first; the key is asked once for each") {
    int asked = 0;
    auto length = [&](const std::string& text) { return ++asked, text.size(); };
    CHECK(list(merge_by(length, strings{"a", "ccc"}, words("b dd"))) == strings{"a", "b", "dd", "ccc"});
    CHECK(asked == 4);
    ints some{1, 4};
    std::list<int> others{2, 3};
    for (int& x : merge(some, others)) x *= 10;
    CHECK(some == ints{10, 40});
    CHECK(list(merge(range(0, 9, 3), std::vector<long>{1, 7}, ints{})) == std::vector<long>{0, 1, 3, 6, 7});
}

TEST_CASE("I20: roundrobin takes one of each by turns, until all have ended") {
    CHECK(list(roundrobin("ABC", "D", "EF")) == std::vector<char>{'A', 'D', 'E', 'B', 'F', 'C'});
    CHECK(list(roundrobin(ints{}, ints{})).empty());
    std::string log;
    auto it = roundrobin(logged("a", {1}, log), logged("b", {2, 3}, log));
    CHECK(log == "");
    CHECK(*it.next() == 1);
    CHECK(log == "a+ ");
    CHECK(list(it) == ints{2, 3});
    CHECK_FALSE(it.next());
}
