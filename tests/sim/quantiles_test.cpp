// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/quantiles.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace rondo;

TEST_CASE("quantiles: between the sorted values on a line, as R's type 7") {
    sim::quantiles q;
    for (const double x : {15.0, 20.0, 35.0, 50.0, 40.0}) q.add(x);
    CHECK(q.count() == 5);
    CHECK(q.quantile(0) == 15);
    CHECK(q.quantile(0.4) == doctest::Approx(29)); // R: quantile(c(15, 20, 35, 40, 50), 0.4)
    CHECK(q.median() == 35);
    CHECK(q.quantile(0.9) == doctest::Approx(46));
    CHECK(q.quantile(1) == 50);
    q.add(0);
    CHECK(q.quantile(0) == 0);
    CHECK(q.median() == 27.5);
    const auto sorted = q.sorted();
    CHECK(std::vector<double>(sorted.begin(), sorted.end()) == std::vector<double>{0, 15, 20, 35, 40, 50});
}

TEST_CASE("quantiles: of one value, and of nothing") {
    sim::quantiles q;
    CHECK(std::isnan(q.median()));
    q.add(7);
    for (const double p : {0.0, 0.3, 1.0}) CHECK(q.quantile(p) == 7);
    q.reset();
    CHECK(q.count() == 0);
    CHECK(std::isnan(q.median()));
}

TEST_CASE("quantiles: merged parts are the whole, also with itself") {
    sim::quantiles one, other;
    one.add(3), one.add(1);
    other.add(2);
    CHECK(one.median() == 2);
    one.merge(other);
    CHECK(one.median() == 2);
    CHECK(one.count() == 3);
    one.merge(one);
    CHECK(one.count() == 6);
    CHECK(one.quantile(1) == 3);
}

TEST_CASE("quantiles: NaN, infinity and a share beyond 1 are refused") {
    sim::quantiles q;
    CHECK_THROWS_WITH_AS(q.add(std::nan("")), "quantiles: value = nan: must be a finite number", value_error);
    CHECK_THROWS_AS(q.add(std::numeric_limits<double>::infinity()), value_error);
    CHECK_THROWS_WITH_AS(q.quantile(-0.1), "quantiles: p = -0.1: must be at least 0 and at most 1",
                         value_error);
    CHECK_THROWS_AS(q.quantile(std::nan("")), value_error);
    CHECK(q.count() == 0);
}
