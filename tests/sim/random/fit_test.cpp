// SPDX-License-Identifier: BSL-1.0
//
// The tests of fit can fail: a law a little off is found.
#include "fit.hpp"

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <rondo/sim/random.hpp>

using namespace rondo;

TEST_CASE("fit: Kolmogorov and Smirnov find an exponential that is 4 percent off") {
    const boost::math::exponential truth(1.0);
    const auto cdf = [&](double x) { return boost::math::cdf(truth, x); };
    CHECK(fit::kolmogorov_smirnov(fit::sample(sim::exponential(1.0), "right"), cdf) > fit::least_p);
    CHECK(fit::kolmogorov_smirnov(fit::sample(sim::exponential(1.04), "wrong"), cdf) < fit::least_p);
    CHECK(fit::kolmogorov_smirnov(fit::sample(sim::gamma(1.05, 1 / 1.05), "wrong"), cdf) < fit::least_p);
}

TEST_CASE("fit: χ² finds a Poisson that is 3 percent off") {
    const boost::math::poisson truth(4.0);
    const auto cdf = [&](double k) { return boost::math::cdf(truth, k); };
    CHECK(fit::chi_squared(fit::sample(sim::poisson(4.0), "right"), cdf) > fit::least_p);
    CHECK(fit::chi_squared(fit::sample(sim::poisson(4.12), "wrong"), cdf) < fit::least_p);
    CHECK(fit::chi_squared(fit::sample(sim::binomial(80, 0.05), "wrong"), cdf) < fit::least_p);
}
