// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/zip.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <map>

using namespace rondo;
using pairs = std::vector<std::tuple<int, int>>;

TEST_CASE("I11: zip asks in order and loses items already taken from earlier sources") {
    int a = 0, b = 0, c = 0;
    auto first = counting(5, a);
    auto second = counting(2, b);
    auto third = counting(5, c);
    CHECK(list(zip(first, second, third)).size() == 2);
    CHECK(a == 3);
    CHECK(b == 2);
    CHECK(c == 2);
    CHECK(*first.next() == 3); // 2 was taken, and is lost
    CHECK(*third.next() == 2);
    CHECK(list(zip(ints{1, 2}, ints{3, 4, 5})) == pairs{{1, 3}, {2, 4}});
    CHECK_FALSE(zip().next());
}

TEST_CASE("I11: zip_strict: what is longer or shorter is a value_error that says which") {
    auto strict = [](auto... sources) { return list(zip_strict(sources...)); };
    CHECK_THROWS_WITH_AS(strict(ints{1}, ints{1, 2}), "zip() argument 2 is longer than argument 1",
                         value_error);
    CHECK_THROWS_WITH_AS(strict(ints{1, 2}, ints{1}), "zip() argument 2 is shorter than argument 1",
                         value_error);
    CHECK_THROWS_WITH(strict(ints{1, 2}, ints{1, 2}, ints{1}),
                      "zip() argument 3 is shorter than arguments 1-2");
    CHECK_THROWS_WITH(strict(ints{1}, ints{1}, ints{1, 2}), "zip() argument 3 is longer than arguments 1-2");
    CHECK(strict(ints{1, 2}, ints{3, 4}) == pairs{{1, 3}, {2, 4}});
    auto it = zip_strict(ints{1}, ints{1, 2});
    CHECK(it.next()); // what fits is given first
    CHECK_THROWS_AS(it.next(), value_error);
}

TEST_CASE("I11: zip_longest fills up, with nothing or with a value") {
    using gaps = std::vector<std::tuple<std::optional<int>, std::optional<int>>>;
    CHECK(list(zip_longest(ints{1}, ints{2, 3})) == gaps{{1, 2}, {std::nullopt, 3}});
    CHECK(list(zip_longest(fillvalue(0), ints{1, 5}, ints{2})) == pairs{{1, 2}, {5, 0}});
    CHECK(list(zip_longest(-1, ints{}, ints{2})) == pairs{{-1, 2}});
    CHECK(list(zip_longest(ints{}, ints{})).empty());
    auto letters = zip_longest(fillvalue('-'), "ABCD", "xy");
    std::string text;
    for (auto&& [a, b] : letters) text += {a, b, ' '};
    CHECK(text == "Ax By C- D- ");
    auto texts = list(zip_longest(fillvalue("none"), words("a b"), strings{"x"}));
    CHECK(std::get<1>(texts[1]) == "none");
}

TEST_CASE("I11: zip_longest releases a source when it has ended, and asks it no more") {
    std::weak_ptr<int> alive;
    auto it = zip_longest(fillvalue(9), holding(1, alive), relapsing());
    CHECK(it.next());
    CHECK_FALSE(alive.expired());
    CHECK(it.next());
    CHECK(alive.expired());
    CHECK(list(it).size() == 1);
    CHECK_FALSE(it.next());
}

TEST_CASE("I19: enumerate counts from its start") {
    std::string text;
    for (auto&& [n, word] : enumerate(words("a b"), 1)) text += std::to_string(n) + word;
    CHECK(text == "1a2b");
    CHECK(list(enumerate(ints{7, 8})) == std::vector<std::pair<std::ptrdiff_t, int>>{{0, 7}, {1, 8}});
    CHECK((ints{7} | enumerate(-2) | list())[0].first == -2);
    CHECK((ints{7, 8} | enumerate() | list())[1].first == 1);
}

TEST_CASE("zip: a tuple refers to what lives in its source, and keeps what is computed") {
    ints some{1, 2};
    for (auto&& [element, n] : zip(some, range(10, 20))) element += n;
    CHECK(some == ints{11, 13});
    for (auto&& [n, element] : enumerate(some)) element = static_cast<int>(n);
    CHECK(some == ints{0, 1});
    auto z = zip(words("a bb"), map([](int x) { return std::to_string(x); }, range(5)));
    static_assert(std::same_as<decltype(z.next()), item<std::tuple<const std::string&, std::string>>>);
    auto kept = list(z);
    static_assert(std::same_as<decltype(kept), std::vector<std::tuple<std::string, std::string>>>);
    CHECK(kept[1] == std::tuple("bb", "1"));
    static_assert(std::same_as<value_of_t<decltype(zip(zip(some), some))>, std::tuple<std::tuple<int>, int>>);
}

TEST_CASE("zip: makes a dictionary") {
    auto ages = to<std::map>(zip(strings{"ann", "bob"}, ints{30, 40}));
    CHECK(ages["bob"] == 40);
}
