// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/fold.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <limits>
#include <string_view>

using namespace rondo;

namespace {
struct person {
    std::string name;
    int age;
};
const std::vector<person> people{{"ann", 30}, {"bob", 20}, {"cid", 30}, {"dan", 20}};
} // namespace

TEST_CASE("I19: sum adds from its start") {
    CHECK(sum(range(5)) == 10);
    CHECK(sum(ints{}) == 0);
    CHECK(sum(ints{1}, 0.5) == 1.5);
    CHECK((range(5) | sum()) == 10);
    CHECK((ints{1, 2} | sum(10)) == 13);
    CHECK(sum(ints{std::numeric_limits<int>::max(), 1}, 0LL) == 1LL + std::numeric_limits<int>::max());
    CHECK(sum(std::vector<bool>{true, true}) == 2);
    CHECK(sum(strings{"a", "b"}, std::string(">")) == ">ab");
    static_assert(std::same_as<decltype(sum(std::vector<char>{})), int>);
}

TEST_CASE("I19: min and max give the first of equals, by key, with a fallback; of nothing a value_error") {
    CHECK(min(ints{3, 1, 2}) == 1);
    CHECK(max(ints{3, 1, 2}) == 3);
    CHECK(min(people, &person::age).name == "bob");
    CHECK(max(people, &person::age).name == "ann");
    CHECK(max(strings{"bb", "a", "cc"}, &std::string::size) == "bb");
    CHECK(min(ints{}, 7) == 7);
    CHECK(max(ints{1}, 7) == 1);
    CHECK(max(ints{}, [](int x) { return -x; }, 5) == 5);
    CHECK((ints{3, 1} | min()) == 1);
    CHECK((ints{3, 1} | max([](int x) { return -x; })) == 1);
    CHECK((ints{} | max(9)) == 9);
    CHECK_THROWS_WITH_AS(min(ints{}), "min() iterable argument is empty", value_error);
    CHECK_THROWS_WITH_AS(max(ints{}), "max() iterable argument is empty", value_error);
    int asked = 0;
    CHECK(max(range(9), [&](int x) { return ++asked, x % 5; }) == 4);
    CHECK(asked == 9);
}

TEST_CASE("I19: reduce folds from the left; of nothing without a start a type_error") {
    auto minus = [](int a, int b) { return a - b; };
    CHECK(reduce(minus, ints{10, 3, 2}) == 5);
    CHECK(reduce(minus, ints{3, 2}, 10) == 5);
    CHECK(reduce(minus, ints{}, 10) == 10);
    CHECK(reduce(minus, ints{10}) == 10);
    CHECK((ints{10, 3} | reduce(minus)) == 7);
    CHECK((ints{10, 3} | reduce(minus, 100)) == 87);
    CHECK(reduce([](std::string so_far, int n) { return so_far + std::to_string(n); }, range(3),
                 std::string(">")) == ">012");
    CHECK_THROWS_WITH_AS(reduce(minus, ints{}), "reduce() of empty iterable with no initial value",
                         type_error);
}

TEST_CASE("I19: any and all of nothing are false and true") {
    CHECK_FALSE(any(ints{}));
    CHECK(all(ints{}));
    CHECK(any(ints{0, 2}));
    CHECK_FALSE(all(ints{0, 2}));
    CHECK_FALSE(any(strings{"", ""}));
    CHECK((strings{"a"} | all()));
    CHECK((std::vector<bool>{false, true} | any()));
}

TEST_CASE("G42: any, all and contains take only what they need") {
    int asked = 0;
    auto source = counting(10, asked);
    CHECK(any(source)); // 0 is false, 1 is true
    CHECK(asked == 2);
    CHECK_FALSE(all(map([](int x) { return x < 4; }, source)));
    CHECK(asked == 5);
    CHECK(contains(source, 6));
    CHECK(asked == 7);
    CHECK_FALSE(contains(source, 3));
    CHECK(asked == 10);
}

TEST_CASE("G42: unpack takes exactly one extra before it reports too many") {
    int asked = 0;
    auto source = counting(10, asked);
    CHECK_THROWS_WITH_AS(unpack<3>(source), "too many values to unpack (expected 3)", value_error);
    CHECK(asked == 4);
    CHECK_THROWS_WITH_AS(unpack<3>(ints{1, 2}), "not enough values to unpack (expected 3, got 2)",
                         value_error);
    auto [a, b, c] = unpack<3>(words("x y z"));
    CHECK(a + b + c == "xyz");
    CHECK((ints{1, 2} | unpack<2>())[1] == 2);
    CHECK(unpack<0>(ints{}).empty());
}

TEST_CASE("fold: contains looks for a text in a text, for an item in everything else") {
    CHECK(contains("an ERROR here", "ERROR"));
    CHECK_FALSE(contains(std::string("fine"), "ERROR"));
    CHECK(contains(strings{"a", "b"}, "b"));
    CHECK_FALSE(contains(strings{"abc"}, "b"));
    CHECK((ints{1, 2} | contains(2)));
    CHECK(contains("b")(std::string_view("abc")));
}
