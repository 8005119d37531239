// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/collect.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/iter/zip.hpp>

#include <deque>
#include <list>
#include <map>
#include <queue>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

using namespace rondo;

TEST_CASE("I23: list, set, dict and whatever container hold all items of a source") {
    int asked = 0;
    CHECK(list(counting(3, asked)) == ints{0, 1, 2});
    CHECK(to<std::set<int>>(ints{2, 1, 2}) == std::set<int>{1, 2});
    CHECK(to<std::set>(ints{2, 1, 2}).size() == 2);
    CHECK(to<std::unordered_set>(words("a b a")).size() == 2);
    CHECK(to<std::deque>(range(2)) == std::deque<int>{0, 1});
    CHECK((range(3) | to<std::list>()) == std::list<int>{0, 1, 2});
    CHECK((range(3) | to<std::vector<long>>()) == std::vector<long>{0, 1, 2});
    CHECK(to<std::string>("abc") == "abc");
    CHECK(to<std::queue<int>>(ints{7, 8}).front() == 7);
}

TEST_CASE("I23: of a dict's equal keys the last value stays, and the first place, as in Python") {
    std::vector<std::pair<std::string, int>> entries{{"a", 1}, {"b", 2}, {"a", 3}};
    auto dict = to<std::map>(entries);
    CHECK(dict == std::map<std::string, int>{{"a", 3}, {"b", 2}});
    CHECK(to<std::unordered_map<std::string, long>>(zip(words("x y x"), range(3)))["x"] == 2);
    CHECK((entries | to<std::map>()).size() == 2);
}

TEST_CASE("I23: what is kept are values: no reference into the source survives") {
    auto kept = list(zip(words("some words that are rather long, longer than small strings are"), range(3)));
    CHECK(kept[2] == std::tuple(std::string("that"), 2));
    auto texts = list(words("an owned_text_that_is_too_long_for_a_small_string"));
    CHECK(texts[1] == "owned_text_that_is_too_long_for_a_small_string");
}

TEST_CASE("I19: sorted is stable, in reverse too, and asks the key once for each item") {
    CHECK(sorted(ints{3, 1, 2}) == ints{1, 2, 3});
    CHECK(sorted(range(4), identity, true) == ints{3, 2, 1, 0});
    strings some{"bb", "a", "cc", "d"};
    CHECK(sorted(some, &std::string::size) == strings{"a", "d", "bb", "cc"});
    CHECK(sorted(some, &std::string::size, true) == strings{"bb", "cc", "a", "d"});
    int asked = 0;
    CHECK(sorted(range(50), [&](int x) { return ++asked, -x; }).front() == 49);
    CHECK(asked == 50);
    CHECK((words("b a") | sorted()) == strings{"a", "b"});
    CHECK((words("b aa") | sorted(&std::string::size, true)) == strings{"aa", "b"});
    CHECK(sorted(std::vector<bool>{true, false}) == std::vector<bool>{false, true});
    auto boxes = sorted(map([](int x) { return std::make_unique<int>(-x); }, range(3)),
                        [](auto& box) { return *box; });
    CHECK(*boxes[0] == -2);
}

TEST_CASE("I19: reversed walks a sequence backwards, lazily and in place") {
    ints some{1, 2, 3};
    for (int& x : reversed(some)) x *= 2;
    CHECK(list(reversed(some)) == ints{6, 4, 2});
    CHECK((std::list<int>{1, 2} | reversed() | list()) == ints{2, 1});
    CHECK(list(reversed(range(3))) == ints{2, 1, 0});
    CHECK(list(reversed(ints{})).empty());
    auto it = reversed(std::set<int>{1, 2});
    CHECK(*it.next() == 2);
    auto moved = std::move(it);
    CHECK(*moved.next() == 1);
    CHECK_FALSE(moved.next());
    CHECK_FALSE(moved.next());
}

TEST_CASE("I19: join puts the separator between texts") {
    CHECK(join(", ", strings{"a", "b", "c"}) == "a, b, c");
    CHECK(join(", ", strings{}) == "");
    CHECK(join("-", std::vector<std::string_view>{"a"}) == "a");
    CHECK((words("a b") | join("")) == "ab");
    CHECK(join(".", "abc") == "a.b.c");
    CHECK((range(3) | map([](int x) { return std::to_string(x); }) | join("+")) == "0+1+2");
}
