// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/tails.hpp>

#include "fit.hpp"

#include <boost/math/distributions/cauchy.hpp>
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/pareto.hpp>

using namespace rondo;
using fit::infinity, fit::no_number;

TEST_CASE("tails: each law fits its distribution") {
    fit::shape_as("pareto(1.5, 2)", sim::pareto(1.5, 2), boost::math::pareto(2, 1.5));
    fit::continuous_as("pareto(8, 2)", sim::pareto(8, 2), boost::math::pareto(2, 8));
    fit::shape_as("cauchy(1, 2)", sim::cauchy(1, 2), boost::math::cauchy(1, 2));
    fit::continuous_as("gumbel(1, 2)", sim::gumbel(1, 2), boost::math::extreme_value(1, 2));
    fit::shape("frechet(1.5, 2)", sim::frechet(1.5, 2),
               [](double x) { return std::exp(-std::pow(x / 2, -1.5)); });
    fit::continuous("frechet(10, 2)", sim::frechet(10, 2),
                    [](double x) { return std::exp(-std::pow(x / 2, -10)); });
    fit::shape("log_logistic(1.5, 2)", sim::log_logistic(1.5, 2),
               [](double x) { return 1 / (1 + std::pow(x / 2, -1.5)); });
    fit::continuous("log_logistic(10, 2)", sim::log_logistic(10, 2),
                    [](double x) { return 1 / (1 + std::pow(x / 2, -10)); });
}

TEST_CASE("tails: moments that do not exist are NaN, those that diverge infinite") {
    CHECK(sim::pareto(1, 2).mean() == infinity);
    CHECK(sim::pareto(2, 3).mean() == 6);
    CHECK(sim::pareto(2, 3).variance() == infinity);
    CHECK(std::isnan(sim::cauchy(0, 1).mean()));
    CHECK(std::isnan(sim::cauchy(0, 1).variance()));
    CHECK(sim::frechet(1, 2).mean() == infinity);
    CHECK(sim::frechet(2, 2).variance() == infinity);
    CHECK(sim::log_logistic(1, 2).mean() == infinity);
    CHECK(sim::log_logistic(2, 2).variance() == infinity);
}

TEST_CASE("tails: by inversion, one draw rises to one variate") {
    fit::check_inversion(sim::pareto(1.5, 2));
    fit::check_inversion(sim::cauchy(1, 2));
    fit::check_inversion(sim::gumbel(1, 2));
    fit::check_inversion(sim::frechet(3, 2));
    fit::check_inversion(sim::log_logistic(3, 2));
}

TEST_CASE("tails: parameters that make no sense are refused by name") {
    fit::check_refused([] { sim::pareto x(0, 1); },
                       "pareto: shape = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::pareto x(1, no_number); },
                       "pareto: scale = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::cauchy x(no_number, 1); },
                       "cauchy: location = nan: must be a finite number");
    fit::check_refused([] { sim::cauchy x(0, 0); },
                       "cauchy: scale = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::gumbel x(infinity, 1); }, "gumbel: location = inf: must be a finite number");
    fit::check_refused([] { sim::gumbel x(0, no_number); },
                       "gumbel: scale = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::frechet x(no_number, 1); },
                       "frechet: shape = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::frechet x(1, -1); },
                       "frechet: scale = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::log_logistic x(-1, 1); },
                       "log_logistic: shape = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::log_logistic x(1, no_number); },
                       "log_logistic: scale = nan: must be a finite number greater than 0");
}
