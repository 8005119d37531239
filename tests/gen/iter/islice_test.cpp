// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/islice.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/endless.hpp>
#include <rondo/gen/iter/range.hpp>

#include <limits>

using namespace rondo;

namespace {
/// What a slice of 0, 1, … 9 gives, and how many items that took.
std::pair<ints, int> slice_of_ten(slice_bound start, slice_bound stop, slice_bound step) {
    int asked = 0;
    auto source = counting(10, asked);
    auto got = list(islice(source, start, stop, step));
    return {got, asked};
}
} // namespace

TEST_CASE("I3: islice takes exactly what it needs: three of three, never four") {
    int asked = 0;
    auto source = counting(10, asked);
    auto it = islice(source, 3);
    CHECK(asked == 0);
    CHECK(list(it) == ints{0, 1, 2});
    CHECK_FALSE(it.next());
    CHECK(asked == 3);
    CHECK(*source.next() == 3);
    for (int x : source | take(2)) CHECK(x >= 4);
    CHECK(asked == 6);
    CHECK(list(islice(counting(9, asked = 0), 0)).empty());
    CHECK(asked == 0);
}

TEST_CASE("I3: it skips to the start even when nothing is produced, and to the stop behind the last step") {
    // Each line as Python answers: list(islice(it, start, stop, step)), and what it took.
    CHECK(slice_of_ten(2, 6, 3) == std::pair(ints{2, 5}, 6));
    CHECK(slice_of_ten(0, 9, 4) == std::pair(ints{0, 4, 8}, 9));
    CHECK(slice_of_ten(0, 8, 5) == std::pair(ints{0, 5}, 8));
    CHECK(slice_of_ten(5, 5, 1) == std::pair(ints{}, 5));
    CHECK(slice_of_ten(7, 3, 1) == std::pair(ints{}, 7));
    CHECK(slice_of_ten(20, 30, 1) == std::pair(ints{}, 10));
    CHECK(slice_of_ten(8, 20, 1) == std::pair(ints{8, 9}, 10));
    CHECK(slice_of_ten(std::nullopt, std::nullopt, 4) == std::pair(ints{0, 4, 8}, 10));
    CHECK(slice_of_ten(1, std::nullopt, std::nullopt) == std::pair(ints{1, 2, 3, 4, 5, 6, 7, 8, 9}, 10));
    CHECK(slice_of_ten(0, 3, std::numeric_limits<std::ptrdiff_t>::max()) == std::pair(ints{0}, 3));
}

TEST_CASE("I4: wrong arguments are a value_error when the slice is made, by the stage too") {
    CHECK_THROWS_WITH_AS(islice(ints{}, -1), "stop argument for islice() must be nullopt or a number from 0",
                         value_error);
    CHECK_THROWS_WITH_AS(islice(ints{}, -1, 2), "indices for islice() must be nullopt or numbers from 0",
                         value_error);
    CHECK_THROWS_AS(islice(ints{}, 1, -2), value_error);
    CHECK_THROWS_WITH_AS(islice(ints{}, 0, 1, 0), "step for islice() must be nullopt or a positive number",
                         value_error);
    CHECK_THROWS_AS(islice(-1), value_error);
    CHECK_THROWS_AS(islice(0, 5, -1), value_error);
    CHECK_THROWS_AS(take(-1), value_error);
    CHECK_THROWS_AS(drop(ints{}, -1), value_error);
    CHECK_THROWS_AS(nth(ints{}, -1), value_error);
}

TEST_CASE("I21: islice releases its source as soon as it is exhausted, and when dropped") {
    std::weak_ptr<int> alive;
    {
        auto it = islice(holding(9, alive), 2);
        CHECK(*it.next() == 0);
        CHECK(*it.next() == 1);
        CHECK_FALSE(alive.expired());
        CHECK_FALSE(it.next());
        CHECK(alive.expired());
        auto short_one = islice(holding(1, alive), 5);
        CHECK(*short_one.next() == 0);
        CHECK_FALSE(short_one.next());
        CHECK(alive.expired());
        auto dropped = islice(holding(9, alive), 5);
        CHECK(*dropped.next() == 0);
    }
    CHECK(alive.expired());
}

TEST_CASE("I21: an error ends islice too, as in Python") {
    auto it = islice(stumbling(9, 2), 5);
    CHECK(*it.next() == 1);
    CHECK_THROWS_WITH(it.next(), "stumbled at 2");
    CHECK_FALSE(it.next());
}

TEST_CASE("I20: nth gives the item at a position, or nothing, or the fallback") {
    int asked = 0;
    CHECK(nth(counting(10, asked), 3) == 3);
    CHECK(asked == 4);
    CHECK(nth(ints{1, 2}, 5) == std::nullopt);
    CHECK(nth(ints{1, 2}, 5, -1) == -1);
    CHECK(nth(strings{"a"}, 0, "b") == "a");
    CHECK((count() | nth(100)) == 100);
}

TEST_CASE("islice: take and drop") {
    CHECK((range(5) | take(2) | list()) == ints{0, 1});
    CHECK((range(5) | drop(3) | list()) == ints{3, 4});
    CHECK(list(drop(take(range(9), 4), 1)) == ints{1, 2, 3});
    CHECK((range(9) | islice(1, 8, 3) | list()) == ints{1, 4, 7});
    CHECK((range(9) | islice(7, std::nullopt) | list()) == ints{7, 8});
}
