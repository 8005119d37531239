// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/bell.hpp>

#include "fit.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/laplace.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/bessel.hpp>
#include <fmt/format.h>

#include <numbers>

using namespace rondo;
using fit::infinity, fit::no_number;

namespace {

constexpr double pi = std::numbers::pi;

/// P(X ≤ x) of the von Mises law around 0, by its Fourier series.
double von_mises_cdf(double x, double k) {
    double sum = 0;
    const double scale = boost::math::cyl_bessel_i(0, k);
    for (int j = 1; j < 60; ++j) sum += boost::math::cyl_bessel_i(j, k) / scale * std::sin(j * x) / j;
    return 0.5 + x / (2 * pi) + sum / pi;
}

} // namespace

TEST_CASE("bell: the symmetric laws fit their distributions") {
    fit::continuous_as("normal(0, 1)", sim::normal(0, 1), boost::math::normal(0, 1));
    fit::continuous_as("normal(-5, 0.1)", sim::normal(-5, 0.1), boost::math::normal(-5, 0.1));
    fit::continuous_as("laplace(2, 3)", sim::laplace(2, 3), boost::math::laplace(2, 3));
    fit::continuous_as("logistic(2, 3)", sim::logistic(2, 3), boost::math::logistic(2, 3));
    const boost::math::normal standard;
    fit::continuous("johnson_su(-1, 2, 3, 0.5)", sim::johnson_su(-1, 2, 3, 0.5),
                    [&](double x) { return cdf(standard, -1 + 2 * std::asinh((x - 3) / 0.5)); });
    fit::continuous("johnson_su(0.5, 1.2)", sim::johnson_su(0.5, 1.2),
                    [&](double x) { return cdf(standard, 0.5 + 1.2 * std::asinh(x)); });
}

TEST_CASE("bell: what is derived from the normal fits its distribution") {
    for (const double freedom : {0.5, 1.0, 3.0, 50.0})
        fit::continuous_as(fmt::format("chi_squared({})", freedom), sim::chi_squared(freedom),
                           boost::math::chi_squared(freedom));
    fit::shape_as("student_t(1)", sim::student_t(1), boost::math::students_t(1));
    fit::shape_as("student_t(2.5)", sim::student_t(2.5), boost::math::students_t(2.5));
    fit::continuous_as("student_t(10)", sim::student_t(10), boost::math::students_t(10));
    fit::shape_as("fisher_f(3, 4)", sim::fisher_f(3, 4), boost::math::fisher_f(3, 4));
    fit::continuous_as("fisher_f(5, 20)", sim::fisher_f(5, 20), boost::math::fisher_f(5, 20));
}

TEST_CASE("bell: a truncated normal fits what is left of the normal, in the middle and far out") {
    const boost::math::normal whole(3, 2);
    const auto part = [&](double low, double high) {
        const double below = cdf(whole, low), above = cdf(complement(whole, high));
        return [=](double x) { return (cdf(whole, x) - below) / (1 - below - above); };
    };
    fit::continuous("truncated_normal(3, 2, 1, 4)", sim::truncated_normal(3, 2, 1, 4), part(1, 4));
    fit::continuous("truncated_normal(3, 2, 0, inf)", sim::truncated_normal(3, 2, 0, infinity),
                    part(0, infinity));
    fit::continuous("truncated_normal(3, 2, -inf, 3)", sim::truncated_normal(3, 2, -infinity, 3),
                    part(-infinity, 3));
    const boost::math::normal standard;
    fit::continuous(
        "truncated_normal(0, 1, 20, inf)", sim::truncated_normal(0, 1, 20, infinity),
        [&](double x) { return 1 - cdf(complement(standard, x)) / cdf(complement(standard, 20.0)); });
    fit::continuous("truncated_normal(0, 1, -31, -30)", sim::truncated_normal(0, 1, -31, -30), [&](double x) {
        return (cdf(standard, x) - cdf(standard, -31.0)) / (cdf(standard, -30.0) - cdf(standard, -31.0));
    });
    random_stream bits(1);
    for (int i = 0; i < 1000; ++i) {
        const double x = sim::truncated_normal(0, 1, 5, 5.001)(bits);
        REQUIRE((x >= 5 && x <= 5.001));
    }
}

TEST_CASE("bell: von Mises fits its distribution on the circle") {
    for (const double k : {0.0, 1e-9, 0.3, 2.0, 20.0}) {
        const std::string name = fmt::format("von_mises(1, {})", k);
        const sim::von_mises law(1, k);
        fit::shape(name, law, [&](double x) { return von_mises_cdf(x - 1, k); });
        double sine = 0, cosine = 0;
        for (const double x : fit::sample(law, name)) {
            REQUIRE(std::fabs(x - 1) <= pi);
            sine += std::sin(x - 1) / fit::draws;
            cosine += std::cos(x - 1) / fit::draws;
        }
        CHECK(std::fabs(1 - cosine - law.circular_variance()) < 4.5 / std::sqrt(fit::draws));
        CHECK(std::fabs(sine) < 4.5 / std::sqrt(fit::draws));
    }
    const boost::math::normal narrow(0, 1e-5);
    fit::shape("von_mises(0, 1e10)", sim::von_mises(0, 1e10), [&](double x) { return cdf(narrow, x); });
    const boost::math::normal nearly(0, 1 / std::sqrt(9e5));
    fit::shape("von_mises(0, 9e5)", sim::von_mises(0, 9e5), [&](double x) { return cdf(nearly, x); });
}

TEST_CASE("bell: the circular variance is 1 - I1/I0") {
    for (const double k : {1e-6, 0.1, 1.0, 30.0, 299.0, 301.0, 600.0}) {
        const double ratio = boost::math::cyl_bessel_i(1, k) / boost::math::cyl_bessel_i(0, k);
        CHECK(sim::von_mises(0, k).circular_variance() == doctest::Approx(1 - ratio).epsilon(1e-9));
    }
    CHECK(sim::von_mises(0, 0).circular_variance() == 1);
}

TEST_CASE("bell: moments that do not exist are NaN, those that diverge infinite") {
    CHECK(std::isnan(sim::student_t(1).mean()));
    CHECK(std::isnan(sim::student_t(1).variance()));
    CHECK(sim::student_t(1.5).mean() == 0);
    CHECK(sim::student_t(1.5).variance() == infinity);
    CHECK(sim::fisher_f(3, 2).mean() == infinity);
    CHECK(std::isnan(sim::fisher_f(3, 2).variance()));
    CHECK(sim::fisher_f(3, 3).mean() == 3);
    CHECK(sim::fisher_f(3, 3).variance() == infinity);
}

TEST_CASE("bell: by inversion, one draw rises to one variate") {
    fit::check_inversion(sim::normal(1, 2));
    fit::check_inversion(sim::truncated_normal(3, 2, 1, 4));
    fit::check_inversion(sim::truncated_normal(0, 1, 6, infinity));
    fit::check_inversion(sim::laplace(2, 3));
    fit::check_inversion(sim::logistic(2, 3));
    fit::check_inversion(sim::johnson_su(-1, 2, 3, 0.5));
}

TEST_CASE("bell: parameters that make no sense are refused by name") {
    fit::check_refused([] { sim::normal x(no_number, 1); }, "normal: mean = nan: must be a finite number");
    fit::check_refused([] { sim::normal x(0, 0); },
                       "normal: stddev = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::truncated_normal x(0, 1, 2, 1); },
                       "truncated_normal: high = 1: must be greater than low, 2");
    fit::check_refused([] { sim::truncated_normal x(0, 1, no_number, 1); },
                       "truncated_normal: high = 1: must be greater than low, nan");
    fit::check_refused([] { sim::truncated_normal x(0, 1, 40, 41); },
                       "truncated_normal: probability of [low, high] = 0: must be greater than 1e-300");
    fit::check_refused([] { sim::truncated_normal x(0, -1, 0, 1); },
                       "truncated_normal: stddev = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::laplace x(infinity, 1); },
                       "laplace: location = inf: must be a finite number");
    fit::check_refused([] { sim::laplace x(0, no_number); },
                       "laplace: scale = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::logistic x(no_number, 1); },
                       "logistic: location = nan: must be a finite number");
    fit::check_refused([] { sim::logistic x(0, -1); },
                       "logistic: scale = -1: must be a finite number greater than 0");
    fit::check_refused([] { sim::johnson_su x(0, 0); },
                       "johnson_su: delta = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::johnson_su x(no_number, 1); },
                       "johnson_su: gamma = nan: must be a finite number");
    fit::check_refused([] { sim::chi_squared x(0); },
                       "chi_squared: freedom = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::student_t x(no_number); },
                       "student_t: freedom = nan: must be a finite number greater than 0");
    fit::check_refused([] { sim::fisher_f x(1, 0); },
                       "fisher_f: freedom2 = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::von_mises x(0, -1); },
                       "von_mises: concentration = -1: must be finite and at least 0");
    fit::check_refused([] { sim::von_mises x(0, no_number); },
                       "von_mises: concentration = nan: must be finite and at least 0");
    fit::check_refused([] { sim::von_mises x(no_number, 1); },
                       "von_mises: direction = nan: must be a finite number");
}
