// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/tally.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace rondo;
using sim::tally;

namespace {

tally of(const std::vector<double>& values) {
    tally all;
    for (const double x : values) all.add(x);
    return all;
}

std::vector<double> some(std::uint64_t seed, int count, double offset = 0) {
    random_stream bits(seed);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) values.push_back(offset + uniform01(bits));
    return values;
}

} // namespace

TEST_CASE("tally: count, sum, mean, variance and the extremes are those of the observations") {
    const tally t = of({2, 4, 4, 4, 5, 5, 7, 9});
    CHECK(t.count() == 8);
    CHECK(t.sum() == doctest::Approx(40).epsilon(1e-15));
    CHECK(t.mean() == doctest::Approx(5).epsilon(1e-15));
    CHECK(t.variance() == doctest::Approx(32.0 / 7).epsilon(1e-15));
    CHECK(t.stddev() == doctest::Approx(std::sqrt(32.0 / 7)).epsilon(1e-15));
    CHECK(t.min() == 2);
    CHECK(t.max() == 9);
}

TEST_CASE("tally: what there is no value for is NaN, the sum of nothing 0") {
    const tally none, one = of({3});
    CHECK(none.count() == 0);
    CHECK(none.sum() == 0);
    for (const double x :
         {none.mean(), none.variance(), none.stddev(), none.min(), none.max(), one.variance()})
        CHECK(std::isnan(x));
    CHECK(one.mean() == 3);
    CHECK(one.min() == 3);
}

TEST_CASE("tally: a variance far smaller than the mean keeps its digits") {
    CHECK(of({1e9 + 1, 1e9 + 2, 1e9 + 3}).variance() == doctest::Approx(1).epsilon(1e-12));
    CHECK(of(some(1, 10'000, 1e9)).variance() ==
          doctest::Approx(of(some(1, 10'000)).variance()).epsilon(1e-6));
}

TEST_CASE("tally: merged parts are the whole") {
    const std::vector<double> all = some(2, 1000, -0.3);
    for (const std::size_t cut : {0U, 1U, 2U, 500U, 999U, 1000U}) {
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(cut);
        tally left = of({all.begin(), middle}), whole = of(all);
        left.merge(of({middle, all.end()}));
        CHECK(left.count() == whole.count());
        CHECK(left.mean() == doctest::Approx(whole.mean()).epsilon(1e-13));
        CHECK(left.variance() == doctest::Approx(whole.variance()).epsilon(1e-13));
        CHECK(left.min() == whole.min());
        CHECK(left.max() == whole.max());
    }
    tally twice = of({1, 2});
    twice.merge(twice);
    CHECK(twice.count() == 4);
    CHECK(twice.mean() == 1.5);
    CHECK(twice.variance() == doctest::Approx(1.0 / 3));
}

TEST_CASE("tally: reset forgets, and equality is to the last bit") {
    tally t = of({1, 2, 3});
    CHECK(t == of({1, 2, 3}));
    CHECK_FALSE(t == of({1, 2, 3.0000000000000004}));
    t.reset();
    CHECK(t == tally());
    t.add(7);
    CHECK(t.min() == 7);
}

TEST_CASE("tally: NaN and infinity are refused, and leave it as it was") {
    tally t = of({1, 2});
    const tally before = t;
    CHECK_THROWS_WITH_AS(t.add(std::nan("")), "tally: observation = nan: must be a finite number",
                         value_error);
    CHECK_THROWS_WITH_AS(t.add(-std::numeric_limits<double>::infinity()),
                         "tally: observation = -inf: must be a finite number", value_error);
    CHECK(t == before);
}
