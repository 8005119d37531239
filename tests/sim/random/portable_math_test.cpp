// SPDX-License-Identifier: BSL-1.0
//
// The functions that the laws draw with: as exact as they say, by the C library and Boost.Math, and the same
// bits everywhere.
#include <rondo/sim/detail/portable_math.hpp>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <doctest/doctest.h>
#include <rondo/base/random.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

using namespace rondo;
namespace math = rondo::sim::detail;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The largest distance to the exact value in units of its last place, over random arguments.
template <class F, class Exact>
double worst_ulp(F f, Exact exact, double low, double high, bool geometric = false) {
    random_stream bits(1);
    double worst = 0;
    for (int i = 0; i < 20'000; ++i) {
        const double u = uniform_open(bits);
        const double x = geometric ? std::exp(std::log(low) + u * (std::log(high) - std::log(low)))
                                   : low + u * (high - low);
        const long double is = f(x), truth = exact(static_cast<long double>(x));
        const auto rounded = static_cast<double>(truth);
        const double ulp = std::nextafter(std::fabs(rounded), infinity) - std::fabs(rounded);
        worst = std::max(worst, static_cast<double>(std::fabs(is - truth)) / ulp);
    }
    return worst;
}

} // namespace

TEST_CASE("portable_math: log, exp and their kin are as exact as they say") {
    const auto log = [](long double x) { return std::log(x); };
    const auto log1p = [](long double x) { return std::log1p(x); };
    const auto exp = [](long double x) { return std::exp(x); };
    const auto expm1 = [](long double x) { return std::expm1(x); };
    CHECK(worst_ulp(math::log, log, 0.5, 2) < 2);
    CHECK(worst_ulp(math::log, log, 0.99, 1.01) < 2);
    CHECK(worst_ulp(math::log, log, 1e-308, 1e308, true) < 2);
    CHECK(worst_ulp(math::log, log, 1e-322, 1e-310, true) < 2);
    CHECK(worst_ulp(math::log1p, log1p, -0.999, 2) < 4);
    CHECK(worst_ulp(math::log1p, log1p, 1e-20, 1e3, true) < 4);
    CHECK(worst_ulp(math::exp, exp, -708, 709) < 2);
    CHECK(worst_ulp(math::exp, exp, -1, 1) < 2);
    CHECK(worst_ulp(math::exp, exp, -740, -709) < 2);
    CHECK(worst_ulp(math::expm1, expm1, -30, 30) < 4);
    CHECK(worst_ulp(math::expm1, expm1, 1e-20, 1, true) < 4);
}

TEST_CASE("portable_math: the ends and what is beyond them") {
    CHECK(math::log(0) == -infinity);
    CHECK(math::log(1) == 0);
    CHECK(math::log(infinity) == infinity);
    CHECK(std::isnan(math::log(-1)));
    CHECK(std::isnan(math::log(std::numeric_limits<double>::quiet_NaN())));
    CHECK(math::exp(0) == 1);
    CHECK(math::exp(710) == infinity);
    CHECK(math::exp(infinity) == infinity);
    CHECK(math::exp(-746) == 0);
    CHECK(math::exp(-infinity) == 0);
    CHECK(math::exp(-745) == std::numeric_limits<double>::denorm_min());
    CHECK(std::isnan(math::exp(std::numeric_limits<double>::quiet_NaN())));
    CHECK(math::log1p(0) == 0);
    CHECK(math::log1p(-1) == -infinity);
    CHECK(math::expm1(0) == 0);
    CHECK(math::expm1(-800) == -1);
    CHECK(math::pow(0, 3) == 0);
    CHECK(math::pow(2, 0.5) == doctest::Approx(std::numbers::sqrt2).epsilon(1e-15));
}

TEST_CASE("portable_math: sines, arc cosine and log gamma") {
    constexpr long double pi = 3.14159265358979323846264338327950288L;
    for (int i = -100; i <= 100; ++i) {
        const double x = i / 100.0;
        CHECK(std::fabs(math::sin_pi(x) - static_cast<double>(std::sin(pi * x))) < 2.5e-16);
        CHECK(std::fabs(math::cos_pi(x) - static_cast<double>(std::cos(pi * x))) < 2.5e-16);
        CHECK(std::fabs(math::acos(x) - std::acos(x)) < 1e-15);
    }
    CHECK(worst_ulp(math::sin_pi, [](long double x) { return std::sin(pi * x); }, 1e-12, 0.5, true) < 4);
    CHECK(math::acos(1) == 0);
    CHECK(math::acos(-1) == std::numbers::pi);
    random_stream bits(2);
    for (int i = 0; i < 5'000; ++i) {
        const double x = std::exp(14 * uniform_open(bits) - 4);
        CHECK(std::fabs(math::log_gamma(x) - std::lgamma(x)) <
              4e-15 * std::max(10.0, std::fabs(std::lgamma(x))));
    }
}

TEST_CASE("portable_math: the normal distribution and its inverse") {
    const boost::math::normal oracle;
    for (double x = -37; x <= 8; x += 0.0625) {
        const double p = cdf(oracle, x);
        CHECK(math::normal_cdf(x) == doctest::Approx(p).epsilon(3e-13).scale(0));
        if (x < 0) CHECK(math::normal_quantile(p) == doctest::Approx(x).epsilon(1e-14));
    }
    for (double p = 1.0 / 1024; p < 1; p += 1.0 / 1024)
        CHECK(std::fabs(math::normal_quantile(p) - quantile(oracle, p)) < 3e-15);
    CHECK(math::normal_quantile(0.5) == 0);
    CHECK(math::normal_quantile(0x1p-53) == -math::normal_quantile(1 - 0x1p-53));
    CHECK(math::normal_cdf(-40) == 0);
    CHECK(math::normal_cdf(40) == 1);
}

TEST_CASE("portable_math: probabilities of counts keep their digits for large arguments") {
    for (const double mean : {0.01, 1.0, 9.5, 100.0, 12345.6, 1e6})
        for (const double sigmas : {-3.0, -1.0, 0.0, 0.5, 4.0}) {
            const double k = std::floor(mean + sigmas * std::sqrt(mean));
            if (k < 0) continue;
            const double truth = std::log(pdf(boost::math::poisson(mean), k));
            CHECK(std::fabs(math::poisson_log_pmf(k, mean) - truth) < 1e-10);
        }
    for (const double n : {1.0, 7.0, 40.0, 1000.0, 1e6})
        for (const double p : {0.001, 0.3, 0.5, 0.9})
            for (const double k : {0.0, 1.0, std::floor(n * p), n - 1, n}) {
                const double truth = pdf(boost::math::binomial(n, p), k);
                if (truth < 1e-290) continue;
                CHECK(std::fabs(math::binomial_log_pmf(k, n, p, 1 - p) - std::log(truth)) < 1e-9);
            }
    // Where log Γ would leave no digit: the mode's probability is 1 / √(2πn/4).
    CHECK(math::binomial_log_pmf(5e14, 1e15, 0.5, 0.5) ==
          doctest::Approx(-0.5 * std::log(std::numbers::pi * 5e14)).epsilon(1e-13));
}

TEST_CASE("portable_math: the same bits with every compiler and C library") {
    random_stream bits(3);
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto add = [&](double x) { hash = (hash ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3U; };
    for (int i = 0; i < 10'000; ++i) {
        const double u = uniform_open(bits);
        add(math::log(u));
        add(math::exp(20 * u - 15));
        add(math::log1p(-u));
        add(math::expm1(-u));
        add(math::pow(u, 1 / 3.0));
        add(math::sin_pi(u));
        add(math::cos_pi(u));
        add(math::acos(2 * u - 1));
        add(math::log_gamma(30 * u));
        add(math::normal_quantile(u));
        add(math::normal_cdf(10 * u - 8));
        add(math::poisson_log_pmf(std::floor(50 * u), 20));
        add(math::binomial_log_pmf(std::floor(50 * u), 50, 0.3, 0.7));
    }
    CHECK(hash == 9221792312126933687U);
}
