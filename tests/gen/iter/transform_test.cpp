// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/transform.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/zip.hpp>

#include <array>
#include <memory>

using namespace rondo;

TEST_CASE("I17: map over several sources asks them in order and stops at the shortest") {
    std::string log;
    auto a = logged("a", {1, 2, 3}, log);
    int asked = 0;
    auto b = counting(2, asked);
    CHECK(list(map([](int x, int y) { return x * 10 + y; }, a, b)) == ints{10, 21});
    CHECK_FALSE(a.next()); // the third was taken, and is lost
    auto c = counting(1, asked);
    auto d = counting(9, asked = 0);
    CHECK(list(map([](int x, int y) { return x + y; }, c, d)) == ints{0});
    CHECK(asked == 2); // one of c, one of d: c ended first, so d was not asked again
}

TEST_CASE("I17: an exception does not end map") {
    auto careful = map([](int x) { return x == 1 ? throw std::runtime_error("one") : x; }, ints{0, 1, 2});
    CHECK(*careful.next() == 0);
    CHECK_THROWS_WITH(careful.next(), "one");
    CHECK(*careful.next() == 2);
    CHECK_FALSE(careful.next());
    auto over = map([](int x) { return x; }, stumbling(4, 2));
    CHECK(*over.next() == 1);
    CHECK_THROWS(over.next());
    CHECK(*over.next() == 3);
}

TEST_CASE("I17: map_strict: sources of different lengths are a value_error that says which") {
    auto add = [](int x, int y) { return x + y; };
    auto longer = map_strict(add, ints{1}, ints{1, 2});
    CHECK(*longer.next() == 2);
    CHECK_THROWS_WITH_AS(longer.next(), "map() argument 2 is longer than argument 1", value_error);
    auto shorter = map_strict([](int x, int y, int z) { return x + y + z; }, ints{1}, ints{1}, ints{});
    CHECK_THROWS_WITH_AS(shorter.next(), "map() argument 3 is shorter than arguments 1-2", value_error);
    CHECK(list(map_strict(add, ints{1, 2}, ints{3, 4})) == ints{4, 6});
}

TEST_CASE("I18: starmap spreads tuples, pairs and arrays") {
    auto add = [](int x, int y) { return x + y; };
    CHECK(list(starmap(add, std::vector<std::tuple<int, int>>{{1, 2}, {3, 4}})) == ints{3, 7});
    CHECK((std::vector<std::pair<int, int>>{{5, 6}} | starmap(add) | list()) == ints{11});
    CHECK(list(starmap(add, std::vector<std::array<int, 2>>{{7, 8}})) == ints{15});
    CHECK(list(starmap(add, zip(ints{1, 2}, ints{3, 4}))) == ints{4, 6});
}

TEST_CASE("transform: map takes members and functions, and calls once for each item when asked") {
    struct point {
        int x;
        int twice() const { return 2 * x; }
    };
    std::vector<point> points{{1}, {2}};
    CHECK(list(map(&point::x, points)) == ints{1, 2});
    CHECK(list(map(&point::twice, points)) == ints{2, 4});
    CHECK(list(map(&point::x, std::vector<const point*>{&points[1]})) == ints{2});
    int (*plain)(int) = [](int x) { return -x; };
    CHECK(list(map(plain, range(3))) == ints{0, -1, -2});
    int calls = 0;
    auto it = map([&](int x) { return ++calls, x; }, points | std::views::transform(&point::x));
    CHECK(calls == 0);
    for (int x : it) {
        CHECK(x == 1);
        CHECK(x == 1);
        break;
    }
    CHECK(calls == 1);
}

TEST_CASE("transform: what the function returns by reference is the item itself") {
    std::vector<std::pair<int, int>> pairs{{1, 2}, {3, 4}};
    for (int& second : map([](auto& pair) -> int& { return pair.second; }, pairs)) second = 0;
    CHECK(pairs[1].second == 0);
    // Of an item that nobody else keeps, map keeps it as long as the answer lives.
    auto texts =
        map([](int n) { return std::to_string(n) + " is a number too long for a small string"; }, range(3));
    auto parts = map([](auto&& text) -> const std::string& { return text; }, std::move(texts));
    CHECK(parts.next()->substr(0, 4) == "0 is");
    CHECK(list(parts).back() == "2 is a number too long for a small string");
}

TEST_CASE("transform: values that can only be moved travel through") {
    auto boxes = map([](int x) { return std::make_unique<int>(x); }, range(3));
    CHECK(list(map([](std::unique_ptr<int> box) { return *box; }, std::move(boxes))) == ints{0, 1, 2});
    auto given = []() -> generator<std::unique_ptr<int>&&> { co_yield std::make_unique<int>(5); };
    CHECK(*list(given())[0] == 5);
}

TEST_CASE("G45: genexp takes its first source now and evaluates nothing else before it is asked") {
    int asked = 0, tested = 0, made = 0;
    auto it = genexp([&](int x) { return ++made, x * x; }, counting(4, asked),
                     [&](int x) { return ++tested, x % 2 == 1; });
    CHECK(asked + tested + made == 0);
    CHECK(*it.next() == 1);
    CHECK(asked == 2);
    CHECK(tested == 2);
    CHECK(made == 1);
    CHECK(list(it) == ints{9});
    CHECK(list(genexp([](int x) { return x + 1; }, ints{1, 2})) == ints{2, 3});
}

TEST_CASE("G46: names captured by reference are looked up late, by value early") {
    int factor = 1;
    auto late = map([&](int x) { return x * factor; }, ints{1, 2});
    auto early = map([=](int x) { return x * factor; }, ints{1, 2});
    factor = 10;
    CHECK(list(late) == ints{10, 20});
    CHECK(list(early) == ints{1, 2});
}
