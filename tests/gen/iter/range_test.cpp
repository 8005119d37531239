// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/range.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/collect.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

using namespace rondo;

static_assert(std::ranges::random_access_range<arithmetic_range<int>> &&
              std::ranges::sized_range<arithmetic_range<int>>);
static_assert(std::ranges::view<arithmetic_range<int>> && std::ranges::borrowed_range<arithmetic_range<int>>);
static_assert(std::ranges::common_range<arithmetic_range<int>> && std::copyable<arithmetic_range<int>>);

TEST_CASE("range: counts from start to before stop by step, as Python's") {
    CHECK(list(range(4)) == ints{0, 1, 2, 3});
    CHECK(list(range(2, 5)) == ints{2, 3, 4});
    CHECK(list(range(0, 10, 3)) == ints{0, 3, 6, 9});
    CHECK(list(range(0, 9, 3)) == ints{0, 3, 6});
    CHECK(list(range(10, 0, -3)) == ints{10, 7, 4, 1});
    CHECK(list(range(-3, 3, 2)) == ints{-3, -1, 1});
}

TEST_CASE("range: backwards, or to where it starts, it is empty") {
    CHECK(range(0).empty());
    CHECK(range(-5).empty());
    CHECK(range(5, 1).empty());
    CHECK(range(1, 5, -1).empty());
    CHECK(range(1, 1).size() == 0);
}

TEST_CASE("range: a step of zero is a value_error, at once") {
    CHECK_THROWS_WITH_AS(range(1, 2, 0), "range() arg 3 must not be zero", value_error);
}

TEST_CASE("range: a value, which can be gone over again, copied, indexed and sized") {
    const auto r = range(10, 20, 5);
    CHECK(list(r) == ints{10, 15});
    CHECK(list(r) == ints{10, 15});
    auto copy = r;
    CHECK(copy == r);
    CHECK(r[1] == 15);
    CHECK(r.size() == 2);
    CHECK(r.front() == 10);
    CHECK(r.back() == 15);
    CHECK(std::ranges::lower_bound(range(100), 42) - range(100).begin() == 42);
    CHECK(range(0, 5, 2) == range(0, 6, 2));
    CHECK(range(0) == range(7, 3));
    CHECK(range(0, 1, 5) == range(0, 2, 7)); // one number: the step does not matter
    CHECK_FALSE(range(3) == range(4));
}

TEST_CASE("range: reaches both ends of its type") {
    using limits = std::numeric_limits<int>;
    auto all = range(limits::min(), limits::max());
    CHECK(all.size() == std::numeric_limits<unsigned>::max());
    CHECK(all[static_cast<std::ptrdiff_t>(all.size() - 1)] == limits::max() - 1);
    CHECK(list(range(limits::max() - 3, limits::max(), 2)) == ints{limits::max() - 3, limits::max() - 1});
    CHECK(list(range(limits::max(), limits::min(), limits::min())) == ints{limits::max(), -1});
    auto bytes = range(std::uint8_t(250), std::uint8_t(255));
    CHECK(bytes.size() == 5);
    CHECK(*(bytes.end() - 1) == 254);
    CHECK(list(range(std::int8_t(-128), std::int8_t(127), 100)) == std::vector<std::int8_t>{-128, -28, 72});
    CHECK(list(range(3u, 0u, -1)) == std::vector<unsigned>{3, 2, 1});
    CHECK(range(std::size_t(7)).size() == 7);
}
