// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/quantile_sketch.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace rondo;
using sim::quantile_sketch;

namespace {

/// Values over many decades, of both signs where wanted.
std::vector<double> values(std::uint64_t seed, int count, double decades, bool signs) {
    random_stream bits(seed);
    std::vector<double> all;
    for (int i = 0; i < count; ++i) {
        const double x = std::pow(10, decades * (uniform01(bits) - 0.5));
        all.push_back(signs && bits() % 2 == 0 ? -x : x);
    }
    return all;
}

quantile_sketch sketch_of(const std::vector<double>& all, double error, std::size_t buckets) {
    quantile_sketch sketch(error, buckets);
    for (const double x : all) sketch.add(x);
    return sketch;
}

/// The largest relative error over many quantiles.
double worst(const quantile_sketch& sketch, std::vector<double> all) {
    std::sort(all.begin(), all.end());
    double most = 0;
    for (int i = 0; i <= 1000; ++i) {
        const double p = i / 1000.0;
        const double truth = all[static_cast<std::size_t>(p * static_cast<double>(all.size() - 1))];
        most = std::max(most, std::fabs(sketch.quantile(p) - truth) / std::fabs(truth));
    }
    return most;
}

constexpr double rounding = 1e-12;

} // namespace

TEST_CASE("quantile_sketch: every quantile is within the error, in a few buckets") {
    for (const double error : {0.0005, 0.005, 0.05})
        for (const bool signs : {false, true}) {
            const auto all = values(1, 20'000, 6, signs);
            const quantile_sketch sketch = sketch_of(all, error, 16'384);
            CHECK(sketch.relative_error() == error);
            CHECK(sketch.count() == all.size());
            CHECK(worst(sketch, all) <= error + rounding);
            CHECK(worst(sketch, all) > error / 3); // the bound is no boast
        }
}

TEST_CASE("quantile_sketch: too many decades for its buckets make the error larger, and it says so") {
    for (const bool signs : {false, true}) {
        const auto all = values(2, 20'000, 200, signs);
        const quantile_sketch sketch = sketch_of(all, 0.005, 512);
        CHECK(sketch.buckets() <= 1024);
        CHECK(sketch.relative_error() > 0.3);
        CHECK(sketch.relative_error() < 0.6);
        CHECK(worst(sketch, all) <= sketch.relative_error() + rounding);
    }
}

TEST_CASE("quantile_sketch: the ends of double fit, and memory stays bounded on the way") {
    quantile_sketch sketch(1e-4, 16);
    const double least = std::numeric_limits<double>::denorm_min(), most = std::numeric_limits<double>::max();
    for (const double x : {least, most, -most, -least, 0.0, 1.0}) {
        sketch.add(x);
        CHECK(sketch.buckets() <= 32);
    }
    CHECK(sketch.quantile(0) < -1e100);
    CHECK(std::isfinite(sketch.quantile(0)));
    CHECK(sketch.quantile(0.4) == 0);
    CHECK(sketch.quantile(1) > 1e100);
    CHECK(sketch.relative_error() <= 1);
    CHECK(sketch.quantile(0.8) > 0);
}

TEST_CASE("quantile_sketch: zeros stand between the signs") {
    const quantile_sketch sketch = sketch_of({-8, -2, 0, 0, 0, 2, 8}, 0.01, 1024);
    CHECK(sketch.quantile(0) == doctest::Approx(-8).epsilon(0.01));
    CHECK(sketch.quantile(0.2) == doctest::Approx(-2).epsilon(0.01));
    CHECK(sketch.median() == 0);
    CHECK(sketch.quantile(1) == doctest::Approx(8).epsilon(0.01));
}

TEST_CASE("quantile_sketch: parts merged in any order are the whole, to the last count") {
    for (const double decades : {3.0, 40.0}) { // the second one has to join buckets
        std::vector<std::vector<double>> parts;
        std::vector<double> all;
        for (std::uint64_t i = 0; i < 6; ++i) {
            parts.push_back(values(i, 500, decades * static_cast<double>(i) / 5, i % 2 == 0));
            all.insert(all.end(), parts.back().begin(), parts.back().end());
        }
        const quantile_sketch whole = sketch_of(all, 0.01, 128);
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
        do {
            quantile_sketch merged(0.01, 128);
            for (const std::size_t i : order) merged.merge(sketch_of(parts[i], 0.01, 128));
            REQUIRE(merged == whole);
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

TEST_CASE("quantile_sketch: of nothing NaN; reset forgets") {
    quantile_sketch sketch(0.01, 16);
    CHECK(std::isnan(sketch.median()));
    for (const double x : values(1, 100, 50, true)) sketch.add(x);
    sketch.add(0);
    sketch.reset();
    CHECK(sketch == quantile_sketch(0.01, 16));
    CHECK(sketch.relative_error() == 0.01);
}

TEST_CASE("quantile_sketch: arguments that make no sense are refused") {
    CHECK_THROWS_WITH_AS(quantile_sketch(0), "quantile_sketch: relative_error = 0: must be at least 1e-04",
                         value_error);
    CHECK_THROWS_WITH_AS(quantile_sketch(0.6), "quantile_sketch: relative_error = 0.6: must be at most 0.5",
                         value_error);
    CHECK_THROWS_AS(quantile_sketch(std::nan("")), value_error);
    CHECK_THROWS_WITH_AS(quantile_sketch(0.01, 8), "quantile_sketch: max_buckets = 8: must be at least 16",
                         value_error);
    quantile_sketch sketch;
    CHECK_THROWS_WITH_AS(sketch.add(std::nan("")), "quantile_sketch: value = nan: must be a finite number",
                         value_error);
    CHECK_THROWS_AS(sketch.add(std::numeric_limits<double>::infinity()), value_error);
    CHECK_THROWS_AS(sketch.quantile(2), value_error);
    CHECK_THROWS_WITH_AS(sketch.merge(quantile_sketch(0.01)),
                         "quantile_sketch: merge of one made with another relative_error or max_buckets",
                         value_error);
    CHECK_THROWS_AS(sketch.merge(quantile_sketch(0.005, 64)), value_error);
    CHECK(sketch == quantile_sketch());
}
