// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/chain.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <list>

using namespace rondo;

TEST_CASE("I1: chain opens each source when the previous is finished") {
    std::string log;
    auto it = chain(logged("a", {1, 2}, log), logged("b", {3}, log));
    CHECK(log == "");
    CHECK(*it.next() == 1);
    CHECK(*it.next() == 2);
    CHECK(log == "a+ ");
    CHECK(*it.next() == 3);
    CHECK(log == "a+ a- b+ ");
    CHECK_FALSE(it.next());
    CHECK(log == "a+ a- b+ b- ");
}

TEST_CASE("I1: chain_from pulls the outer source equally late") {
    int asked = 0;
    std::string log;
    auto outer = map([&](int n) { return logged(std::to_string(n), {n, n}, log); }, counting(3, asked));
    auto it = chain_from(std::move(outer));
    CHECK(asked == 0);
    CHECK(*it.next() == 0);
    CHECK(*it.next() == 0);
    CHECK(asked == 1);
    CHECK(*it.next() == 1);
    CHECK(asked == 2);
    CHECK(log == "0+ 0- 1+ ");
    CHECK(list(it) == ints{1, 2, 2});
    CHECK_FALSE(it.next());
}

TEST_CASE("I2: after an error in a source, chain goes on with the next source") {
    auto failing = []() -> generator<int> {
        co_yield 1;
        throw std::runtime_error("broken");
    };
    auto it = chain(failing(), ints{2, 3});
    CHECK(*it.next() == 1);
    CHECK_THROWS_WITH(it.next(), "broken");
    CHECK(list(it) == ints{2, 3});
    auto from = chain_from(map([&](int n) { return n ? failing() : generator<int>(); }, ints{1, 0, 1}));
    CHECK(*from.next() == 1);
    CHECK_THROWS_WITH(from.next(), "broken");
    CHECK(*from.next() == 1);
}

TEST_CASE("I2: an error of the outer source ends chain_from") {
    auto outer = []() -> generator<ints> {
        ints one{1};
        co_yield one;
        throw std::runtime_error("outer");
    };
    auto it = chain_from(outer());
    CHECK(*it.next() == 1);
    CHECK_THROWS_WITH(it.next(), "outer");
    CHECK_FALSE(it.next());
    auto goes_on = chain_from(map([](int x) { return ints{x}; }, stumbling(9, 2)));
    CHECK(*goes_on.next() == 1);
    CHECK_THROWS(goes_on.next());
    CHECK_FALSE(goes_on.next()); // as in Python: the outer source is let go
}

TEST_CASE("I21: chain releases each source as soon as it is exhausted") {
    std::weak_ptr<int> first, second;
    auto it = chain(holding(1, first), holding(2, second));
    CHECK(*it.next() == 0);
    CHECK_FALSE(first.expired());
    CHECK(*it.next() == 0);
    CHECK(first.expired());
    CHECK_FALSE(second.expired());
    CHECK(*it.next() == 1);
    CHECK_FALSE(it.next());
    CHECK(second.expired());
    std::weak_ptr<int> inner;
    auto from = chain_from(map([&](int) { return holding(1, inner); }, ints{1}));
    CHECK(*from.next() == 0);
    CHECK_FALSE(from.next());
    CHECK(inner.expired());
}

TEST_CASE("chain: sources of different types give their common type, by address where they can") {
    ints some{1};
    std::list<int> others{2};
    for (int& x : chain(some, others)) x *= 10;
    CHECK(some[0] + others.front() == 30);
    auto mixed = chain(some, range(2), count_up_to(1), std::vector<long>{7});
    static_assert(std::same_as<decltype(mixed.next()), item<long>>);
    CHECK(list(mixed) == std::vector<long>{10, 0, 1, 1, 7});
    CHECK(list(chain(words("a"), strings{"b"})) == strings{"a", "b"});
    CHECK(list(chain("ab", "c")) == std::vector<char>{'a', 'b', 'c'});
    CHECK(list(chain(ints{}, ints{}, ints{4})) == ints{4});
}

TEST_CASE("chain: what it borrows is chained in place") {
    std::vector<ints> lists{{1, 2}, {}, {3}};
    for (int& x : chain_from(lists)) ++x;
    CHECK(lists == std::vector<ints>{{2, 3}, {}, {4}});
    CHECK((lists | chain_from() | list()) == ints{2, 3, 4});
    CHECK(list(chain_from(std::vector<ints>{{5}, {6}})) == ints{5, 6});
}
