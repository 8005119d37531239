// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/tee.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <memory>

using namespace rondo;

TEST_CASE("I9: tee pulls each item once, and buffers for the slowest copy") {
    int asked = 0;
    auto [a, b] = tee(counting(100, asked));
    CHECK(asked == 0);
    for (int n = 0; n < 70; ++n) CHECK(*a.next() == n);
    CHECK(asked == 70);
    CHECK(list(b).size() == 100);
    CHECK(asked == 100);
    CHECK(list(a).size() == 30);
    CHECK_FALSE(a.next());
    CHECK_FALSE(b.next());
}

TEST_CASE("I9: copies of copies share the buffer, each from where it stands") {
    int asked = 0;
    auto [a, b] = tee(counting(5, asked));
    CHECK(*a.next() == 0);
    auto c = a;
    auto [d, e] = tee(a);
    CHECK(list(c) == ints{1, 2, 3, 4});
    CHECK(list(b) == ints{0, 1, 2, 3, 4});
    CHECK(list(d) == list(e));
    CHECK(list(a) == ints{1, 2, 3, 4});
    CHECK(asked == 5);
}

TEST_CASE("I9: as many as asked for; fewer than none is a value_error") {
    auto [a, b, c] = tee<3>(range(2));
    CHECK(list(a) == list(b));
    CHECK(list(c) == ints{0, 1});
    CHECK(tee(range(2), 4).size() == 4);
    CHECK(tee(range(2), 0).empty());
    CHECK_THROWS_WITH_AS(tee(range(2), -1), "n must be >= 0", value_error);
}

TEST_CASE("I9: what all have read is dropped, and a long lag is dropped without recursion") {
    std::weak_ptr<int> first;
    auto tokens = map(
        [&](int n) {
            auto token = std::make_shared<int>(n);
            if (n == 0) first = token;
            return token;
        },
        range(1'000'000));
    auto [fast, slow] = tee(std::move(tokens));
    for (int n = 0; n < 100; ++n) fast.next();
    CHECK_FALSE(first.expired());
    for (int n = 0; n < 100; ++n) slow.next();
    CHECK(first.expired());
    while (fast.next()) {}
    slow = fast; // a million tokens go at once
    CHECK_FALSE(slow.next());
}

TEST_CASE("I9: a source that reads its own tee is a runtime_error, not a loop") {
    std::optional<detail::tee_iterator<iterator_of_t<generator<int>>>> inner;
    auto selfish = [](auto& own) -> generator<int> {
        co_yield 1;
        auto got = own->next();
        co_yield *got;
    };
    auto [a, b] = tee(selfish(inner));
    CHECK(*a.next() == 1);
    inner.emplace(a);
    CHECK_THROWS_WITH_AS(a.next(), "cannot re-enter the tee iterator", rondo::runtime_error);
    CHECK(*b.next() == 1);
}

TEST_CASE("I10: only the copy that hits the error sees it; the others then see a plain end") {
    auto failing = []() -> generator<int> {
        co_yield 1;
        throw std::runtime_error("broken");
    };
    auto [a, b] = tee(failing());
    CHECK(*a.next() == 1);
    CHECK_THROWS_WITH(a.next(), "broken");
    CHECK(list(b) == ints{1});
    CHECK_FALSE(a.next());
}

TEST_CASE("I20: partition parts the false from the true") {
    auto [even, odd] = partition([](int x) { return x % 2 == 1; }, range(6));
    CHECK(*odd.next() == 1);
    CHECK(list(even) == ints{0, 2, 4});
    CHECK(list(odd) == ints{3, 5});
}

TEST_CASE("I21: tee releases its source with the last copy") {
    std::weak_ptr<int> alive;
    {
        auto [a, b] = tee(holding(3, alive));
        CHECK(*a.next() == 0);
        auto c = std::move(a);
        CHECK_FALSE(alive.expired());
    }
    CHECK(alive.expired());
}
