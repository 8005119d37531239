// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/autocorrelation.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/base/random.hpp>
#include <rondo/sim/random.hpp>

#include <cmath>
#include <vector>

using namespace rondo;
using sim::autocorrelation, sim::autocorrelations, sim::effective_count;

namespace {

/// x' = rho x + noise: the autocorrelation at lag l is rho^l.
std::vector<double> autoregressive(double rho, int count) {
    random_stream bits(3);
    const sim::normal noise(0, std::sqrt(1 - rho * rho));
    std::vector<double> series;
    series.reserve(static_cast<std::size_t>(count));
    double x = sim::normal(0, 1)(bits);
    for (int i = 0; i < count; ++i) series.push_back(x = rho * x + noise(bits));
    return series;
}

} // namespace

TEST_CASE("autocorrelation: by hand") {
    const std::vector<double> series{1, 2, 3, 4, 5};
    CHECK(autocorrelation(series, 0) == 1);
    CHECK(autocorrelation(series, 1) == doctest::Approx(0.4).epsilon(1e-15)); // (2 + 0 + 0 + 2) / 10
    CHECK(autocorrelation(series, 4) == doctest::Approx(-0.4).epsilon(1e-15));
    const std::vector<double> all = autocorrelations(series, 4);
    CHECK(all.size() == 5);
    for (std::size_t lag = 0; lag < 5; ++lag) CHECK(all[lag] == autocorrelation(series, lag));
}

TEST_CASE("autocorrelation: of an autoregressive series it falls by its factor") {
    for (const double rho : {0.9, 0.3, -0.5}) {
        const auto series = autoregressive(rho, 50'000);
        const auto found = autocorrelations(series, 5);
        for (int lag = 0; lag <= 5; ++lag)
            CHECK(std::fabs(found[static_cast<std::size_t>(lag)] - std::pow(rho, lag)) < 0.03);
        const double truth = 50'000 * (1 - rho) / (1 + rho);
        CHECK(effective_count(series) == doctest::Approx(truth).epsilon(0.1));
    }
}

TEST_CASE("autocorrelation: a constant series has none, and counts in full") {
    const std::vector<double> flat(10, 3.0);
    CHECK(std::isnan(autocorrelation(flat, 1)));
    CHECK(effective_count(flat) == 10);
    const std::vector<double> alternating{1, -1, 1, -1, 1, -1, 1, -1};
    CHECK(effective_count(alternating) >= 8);
}

TEST_CASE("autocorrelation: a lag beyond the series is refused") {
    const std::vector<double> series{1, 2, 3};
    CHECK_THROWS_WITH_AS(autocorrelation(series, 3),
                         "autocorrelation: lag = 3: must be less than the number of values, 3", value_error);
    CHECK_THROWS_WITH_AS(autocorrelations(series, 7),
                         "autocorrelations: max_lag = 7: must be less than the number of values, 3",
                         value_error);
    CHECK_THROWS_AS(autocorrelation({}, 0), value_error);
    CHECK_THROWS_WITH_AS(effective_count(series), "effective_count: number of values = 3: must be at least 4",
                         value_error);
}
