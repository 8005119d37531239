// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/histogram.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>

#include <cmath>
#include <limits>

using namespace rondo;
using sim::histogram;

TEST_CASE("histogram: a bin holds its lower edge and not its upper one") {
    histogram h(0, 10, 5);
    CHECK(h.bins() == 5);
    for (const double x : {0.0, 1.9, 2.0, 3.0, 9.999, 10.0, 11.0, -0.001}) h.add(x);
    CHECK(std::vector<double>(h.weights().begin(), h.weights().end()) == std::vector<double>{2, 2, 0, 0, 1});
    CHECK(h.below() == 1);
    CHECK(h.above() == 2);
    CHECK(h.total() == 8);
    CHECK(h.fraction(1) == 0.25);
    h.add(std::numeric_limits<double>::infinity());
    h.add(-std::numeric_limits<double>::infinity());
    CHECK(h.above() == 3);
    CHECK(h.below() == 2);
}

TEST_CASE("histogram: also next to edges that no double hits") {
    histogram h(-0.3, 0.7, 77);
    for (std::size_t i = 0; i < h.bins(); ++i) {
        h.reset();
        h.add(h.edge(i));
        h.add(std::nextafter(h.edge(i + 1), -1.0));
        CHECK(h.weight(i) == 2);
    }
    CHECK(h.edge(0) == -0.3);
    CHECK(h.edge(77) == 0.7);
}

TEST_CASE("histogram: weights make one over time") {
    histogram h(0, 3, 3);
    h.add(0, 2.5);
    h.add(2, 7.5);
    CHECK(h.fraction(0) == 0.25);
    CHECK(h.fraction(1) == 0);
    CHECK(h.fraction(2) == 0.75);
    CHECK(histogram(0, 1, 1).fraction(0) == 0);
}

TEST_CASE("histogram: quantiles lie within a bin of the truth") {
    histogram h(0, 1, 50);
    CHECK(std::isnan(h.quantile(0.5)));
    random_stream bits(4);
    for (int i = 0; i < 100'000; ++i) h.add(uniform01(bits));
    for (double p = 0; p <= 1; p += 0.05) CHECK(std::fabs(h.quantile(p) - p) < 0.01);
    histogram tenths(0, 10, 10); // weights whose sum is rounded: the end is that of what was hit all the same
    for (int i = 0; i < 60; ++i) {
        tenths.add(i % 4, 0.1);
        CHECK(tenths.quantile(1) <= 4);
    }
    histogram sparse(0, 10, 10);
    sparse.add(3.5);
    CHECK(sparse.quantile(0) == 3);
    CHECK(sparse.quantile(0.5) == 3.5);
    CHECK(sparse.quantile(1) == 4);
    sparse.add(-1);
    sparse.add(11);
    CHECK(sparse.quantile(0.1) == 0);
    CHECK(sparse.quantile(0.5) == 3.5);
    CHECK(sparse.quantile(0.9) == 10);
}

TEST_CASE("histogram: merged parts are the whole, other edges are refused") {
    histogram one(0, 4, 4), other(0, 4, 4), whole(0, 4, 4);
    for (const double x : {-1.0, 0.5, 1.5}) one.add(x), whole.add(x);
    for (const double x : {1.5, 3.5, 9.0}) other.add(x), whole.add(x);
    one.merge(other);
    CHECK(one == whole);
    const char* words = "histogram: merge of one with other edges: low, high and bins must be the same";
    CHECK_THROWS_WITH_AS(one.merge(histogram(0, 4, 5)), words, value_error);
    CHECK_THROWS_WITH_AS(one.merge(histogram(0, 5, 4)), words, value_error);
    CHECK_THROWS_WITH_AS(one.merge(histogram(1, 4, 4)), words, value_error);
    CHECK(one == whole);
}

TEST_CASE("histogram: arguments that make no sense are refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH_AS(histogram(0, 1, 0), "histogram: bins = 0: must be at least 1", value_error);
    CHECK_THROWS_WITH_AS(histogram(2, 1, 3), "histogram: high = 1: must be finite and greater than 2",
                         value_error);
    CHECK_THROWS_WITH_AS(histogram(nan, 1, 3), "histogram: low = nan: must be a finite number", value_error);
    CHECK_THROWS_AS(histogram(0, nan, 3), value_error);
    CHECK_THROWS_AS(histogram(-1e308, 1e308, 3), value_error);
    histogram h(0, 1, 2);
    CHECK_THROWS_WITH_AS(h.add(nan), "histogram: value = nan: must be a number", value_error);
    CHECK_THROWS_WITH_AS(h.add(0.5, -1), "histogram: weight = -1: must be finite and at least 0",
                         value_error);
    CHECK_THROWS_AS(h.add(0.5, nan), value_error);
    CHECK_THROWS_WITH_AS(h.quantile(1.5), "histogram: p = 1.5: must be at least 0 and at most 1",
                         value_error);
    CHECK(h == histogram(0, 1, 2));
}
