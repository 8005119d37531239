// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/lifetimes.hpp>

#include "fit.hpp"

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/hyperexponential.hpp>
#include <boost/math/distributions/inverse_gaussian.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/rayleigh.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <fmt/format.h>

using namespace rondo;
using fit::infinity, fit::no_number;

TEST_CASE("lifetimes: each law fits its distribution") {
    fit::continuous_as("exponential(2.5)", sim::exponential(2.5), boost::math::exponential(1 / 2.5));
    fit::continuous_as("exponential::of_rate(8)", sim::exponential::of_rate(8), boost::math::exponential(8));
    fit::continuous_as("erlang(1, 3)", sim::erlang(1, 3), boost::math::gamma_distribution<>(1, 3));
    fit::continuous_as("erlang(4, 2)", sim::erlang(4, 2), boost::math::gamma_distribution<>(4, 0.5));
    fit::continuous_as("erlang(40, 2)", sim::erlang(40, 2), boost::math::gamma_distribution<>(40, 0.05));
    for (const double shape : {0.1, 0.7, 1.0, 2.5, 100.0})
        fit::continuous_as(fmt::format("gamma({}, 3)", shape), sim::gamma(shape, 3),
                           boost::math::gamma_distribution<>(shape, 3));
    fit::continuous_as("weibull(0.8, 2)", sim::weibull(0.8, 2), boost::math::weibull(0.8, 2));
    fit::continuous_as("weibull(3, 10)", sim::weibull(3, 10), boost::math::weibull(3, 10));
    fit::continuous_as("rayleigh(4)", sim::rayleigh(4), boost::math::rayleigh(4));
    fit::continuous_as("lognormal(1, 0.5)", sim::lognormal(1, 0.5), boost::math::lognormal(1, 0.5));
    fit::continuous_as("lognormal(-2, 0.1)", sim::lognormal(-2, 0.1), boost::math::lognormal(-2, 0.1));
    fit::continuous_as("inverse_gaussian(2, 6)", sim::inverse_gaussian(2, 6),
                       boost::math::inverse_gaussian(2, 6));
    fit::continuous_as("inverse_gaussian(5, 0.5)", sim::inverse_gaussian(5, 0.5),
                       boost::math::inverse_gaussian(5, 0.5));
    const std::vector<double> weights{1, 3}, rates{0.1, 2};
    fit::continuous_as("hyperexponential({1, 3}, {10, 0.5})", sim::hyperexponential({1, 3}, {10, 0.5}),
                       boost::math::hyperexponential(weights, rates));
}

TEST_CASE("lifetimes: a lognormal of moments has them") {
    const auto law = sim::lognormal::of_moments(7, 3);
    CHECK(law.mean() == doctest::Approx(7).epsilon(1e-13));
    CHECK(law.variance() == doctest::Approx(9).epsilon(1e-12));
}

TEST_CASE("lifetimes: by inversion, one draw rises to one variate") {
    fit::check_inversion(sim::exponential(2.5));
    fit::check_inversion(sim::weibull(0.8, 2));
    fit::check_inversion(sim::rayleigh(4));
    fit::check_inversion(sim::lognormal(1, 0.5));
}

TEST_CASE("lifetimes: an exponential is -mean log(1 - u)") {
    random_stream bits(5), same(5);
    for (int i = 0; i < 100; ++i)
        CHECK(sim::exponential(3)(bits) ==
              doctest::Approx(-3 * std::log(1 - uniform_open(same))).epsilon(1e-15));
}

TEST_CASE("lifetimes: a branch without weight is never taken") {
    random_stream bits(1);
    const sim::hyperexponential law({0, 1, 0}, {1e9, 1, 1e9});
    for (int i = 0; i < 2000; ++i) REQUIRE(law(bits) < 100);
}

TEST_CASE("lifetimes: shapes far from 1 stay in range") {
    random_stream bits(1);
    for (int i = 0; i < 500; ++i) {
        const double tiny = sim::gamma(1e-3, 1)(bits), large = sim::gamma(1e12, 1)(bits);
        REQUIRE((tiny >= 0 && tiny < 50));
        REQUIRE(std::fabs(large - 1e12) < 7e6);
        const double wald = sim::inverse_gaussian(1e6, 1e-3)(bits);
        REQUIRE((wald > 0 && std::isfinite(wald)));
    }
}

TEST_CASE("lifetimes: parameters that make no sense are refused by name") {
    fit::check_refused([] { sim::exponential x(no_number); },
                       "exponential: mean = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::exponential x(-2.5); },
                       "exponential: mean = -2.5: must be a finite number greater than 0");
    fit::check_refused([] { (void)sim::exponential::of_rate(0); },
                       "exponential: rate = 0: must be a finite number greater than 0");
    fit::check_refused([] { (void)sim::exponential::of_rate(1e-320); },
                       "exponential: mean = inf: must be a finite number greater than 0");
    fit::check_refused([] { sim::erlang x(0, 1); }, "erlang: stages = 0: must be at least 1");
    fit::check_refused([] { sim::erlang x(2, infinity); },
                       "erlang: mean = inf: must be a finite number greater than 0");
    fit::check_refused([] { sim::gamma x(0, 1); },
                       "gamma: shape = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::gamma x(1, no_number); },
                       "gamma: scale = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::weibull x(-1, 1); },
                       "weibull: shape = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::weibull x(1, 0); },
                       "weibull: scale = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::rayleigh x(no_number); },
                       "rayleigh: scale = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::lognormal x(no_number, 1); },
                       "lognormal: mu = nan: must be a finite number");
    fit::check_refused([] { sim::lognormal x(0, 0); },
                       "lognormal: sigma = 0: must be a finite number greater than 0");
    fit::check_refused([] { (void)sim::lognormal::of_moments(-1, 1); },
                       "lognormal: mean = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::inverse_gaussian x(1, no_number); },
                       "inverse_gaussian: shape = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::hyperexponential x(std::span<const double>{}, std::span<const double>{}); },
                       "hyperexponential: number of weights = 0: must be at least 1");
    fit::check_refused([] { sim::hyperexponential x({1, 2}, {1}); },
                       "hyperexponential: number of means = 1: must be that of the weights, 2");
    fit::check_refused([] { sim::hyperexponential x({1, -2}, {1, 1}); },
                       "hyperexponential: weight = -2: must be finite and at least 0");
    fit::check_refused([] { sim::hyperexponential x({0, 0}, {1, 1}); },
                       "hyperexponential: sum of weights = 0: must be finite and greater than 0");
    fit::check_refused([] { sim::hyperexponential x({1, 1}, {1, no_number}); },
                       "hyperexponential: mean = nan: must be a finite number greater than 0");
}
