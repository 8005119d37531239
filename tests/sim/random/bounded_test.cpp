// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/bounded.hpp>

#include "fit.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <fmt/format.h>

using namespace rondo;
using fit::infinity, fit::no_number;

TEST_CASE("bounded: each law fits its distribution") {
    fit::continuous_as("uniform(2, 5)", sim::uniform(2, 5), boost::math::uniform(2, 5));
    fit::continuous_as("uniform(-1e-3, 1e3)", sim::uniform(-1e-3, 1e3), boost::math::uniform(-1e-3, 1e3));
    fit::continuous_as("triangular(1, 2, 6)", sim::triangular(1, 2, 6), boost::math::triangular(1, 2, 6));
    fit::continuous_as("triangular(0, 0, 1)", sim::triangular(0, 0, 1), boost::math::triangular(0, 0, 1));
    fit::continuous_as("triangular(0, 1, 1)", sim::triangular(0, 1, 1), boost::math::triangular(0, 1, 1));
    for (const auto& [a, b] : {std::pair{2.0, 3.0}, {0.5, 0.5}, {0.2, 4.0}, {1.0, 1.0}, {30.0, 0.7}})
        fit::continuous_as(fmt::format("beta({}, {})", a, b), sim::beta(a, b),
                           boost::math::beta_distribution<>(a, b));
    const boost::math::beta_distribution<> scaled(2, 5);
    fit::continuous("beta(2, 5, -3, 7)", sim::beta(2, 5, -3, 7),
                    [&](double x) { return boost::math::cdf(scaled, (x + 3) / 10); });
    const boost::math::beta_distribution<> smooth(1 + 4 * 0.25, 1 + 4 * 0.75);
    fit::continuous("pert(1, 2, 5)", sim::pert(1, 2, 5),
                    [&](double x) { return boost::math::cdf(smooth, (x - 1) / 4); });
}

TEST_CASE("bounded: a constant is what it is, without a draw") {
    random_stream bits(1);
    CHECK(sim::constant(3.5)(bits) == 3.5);
    CHECK(bits.position() == 0);
    CHECK(sim::constant(3.5).mean() == 3.5);
    CHECK(sim::constant(3.5).variance() == 0);
}

TEST_CASE("bounded: PERT's mean weighs the mode by four") {
    CHECK(sim::pert(1, 2, 9).mean() == doctest::Approx(18.0 / 6).epsilon(1e-14));
    CHECK(sim::pert(1, 2, 9, 2).mean() == doctest::Approx(14.0 / 4).epsilon(1e-14));
}

TEST_CASE("bounded: uniform and triangular are drawn by inversion") {
    fit::check_inversion(sim::uniform(2, 5));
    fit::check_inversion(sim::triangular(1, 2, 6));
}

TEST_CASE("bounded: tiny shapes of beta give ends of the interval, not NaN") {
    random_stream bits(1);
    int upper = 0;
    for (int i = 0; i < 2000; ++i) {
        const double x = sim::beta(1e-4, 1e-4)(bits);
        REQUIRE((x >= 0 && x <= 1));
        upper += x > 0.5;
    }
    CHECK(std::abs(upper - 1000) < 100);
}

TEST_CASE("bounded: parameters that make no sense are refused by name") {
    fit::check_refused([] { sim::constant x(no_number); }, "constant: value = nan: must be a finite number");
    fit::check_refused([] { sim::uniform x(no_number, 1); }, "uniform: low = nan: must be a finite number");
    fit::check_refused([] { sim::uniform x(1, 1); }, "uniform: high = 1: must be finite and greater than 1");
    fit::check_refused([] { sim::uniform x(0, no_number); },
                       "uniform: high = nan: must be finite and greater than 0");
    fit::check_refused([] { sim::uniform x(-1e308, 1e308); },
                       "uniform: high - low = inf: must be a finite number greater than 0");
    fit::check_refused([] { sim::triangular x(0, 3, 2); }, "triangular: mode = 3: must be at most 2");
    fit::check_refused([] { sim::triangular x(0, no_number, 2); },
                       "triangular: mode = nan: must be at least 0");
    fit::check_refused([] { sim::triangular x(2, 2, 2); },
                       "triangular: high = 2: must be finite and greater than 2");
    fit::check_refused([] { sim::beta x(0, 1); }, "beta: a = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::beta x(1, -infinity); },
                       "beta: b = -inf: must be a finite number greater than 0");
    fit::check_refused([] { sim::beta x(1, 1, 4, 3); }, "beta: high = 3: must be finite and greater than 4");
    fit::check_refused([] { sim::pert x(0, 9, 5); }, "pert: mode = 9: must be at most 5");
    fit::check_refused([] { sim::pert x(0, 1, 5, 0); },
                       "pert: weight = 0: must be a finite number greater than 0");
}
