// SPDX-License-Identifier: BSL-1.0
//
// Student's quantiles against Boost.Math, and intervals that contain the truth as often as they say.
#include <rondo/sim/confidence.hpp>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/random.hpp>

#include <cmath>
#include <limits>

using namespace rondo;

namespace {

sim::tally of(std::initializer_list<double> values) {
    sim::tally all;
    for (const double x : values) all.add(x);
    return all;
}

/// How many of 1,000 intervals from `size` draws contain the mean of the law.
template <class Law>
int covered(const Law& law, int size, double confidence) {
    int hits = 0;
    for (std::uint64_t replication = 0; replication < 1000; ++replication) {
        random_stream bits(42, replication, "coverage");
        sim::tally all;
        for (int i = 0; i < size; ++i) all.add(law(bits));
        hits += sim::t_interval(all, confidence).contains(law.mean());
    }
    return hits;
}

} // namespace

TEST_CASE("confidence: Student's quantiles are Boost.Math's") {
    for (const double freedom : {0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 4.5, 9.0, 19.0, 30.0, 99.0, 59.0, 61.0, 1234.0,
                                 19'999.0, 20'001.0, 9e5, 1e9})
        for (const double p : {1e-15, 1e-9, 0.0005, 0.005, 0.025, 0.05, 0.1, 0.3, 0.45, 0.4999, 0.5001, 0.6,
                               0.8, 0.9, 0.95, 0.975, 0.995, 0.9999}) {
            INFO("p = ", p, ", freedom = ", freedom);
            const double truth = quantile(boost::math::students_t(freedom), p);
            CHECK(std::fabs(sim::student_t_quantile(p, freedom) - truth) <= 1e-12 * std::fabs(truth));
        }
    CHECK(sim::student_t_quantile(0.5, 3) == 0);
    CHECK(sim::student_t_quantile(0.975, 9) ==
          doctest::Approx(2.2621571627982).epsilon(1e-13)); // the table's 2.262
}

TEST_CASE("confidence: normal quantiles are Boost.Math's") {
    for (const double p : {1e-300, 1e-15, 0.025, 0.5, 0.9, 0.999999})
        CHECK(sim::normal_quantile(p) == doctest::Approx(quantile(boost::math::normal(), p)).epsilon(1e-14));
}

TEST_CASE("confidence: an interval by hand") {
    const sim::interval i = sim::t_interval(of({9, 10, 11, 10}));
    CHECK(i.mean == 10);
    CHECK(i.half_width == doctest::Approx(3.182446305284 * std::sqrt(2.0 / 3 / 4)).epsilon(1e-12));
    CHECK(i.low() == 10 - i.half_width);
    CHECK(i.high() == 10 + i.half_width);
    CHECK(i.count == 4);
    CHECK(i.confidence == 0.95);
    CHECK(i.relative() == i.half_width / 10);
    CHECK(i.contains(11));
    CHECK_FALSE(i.contains(12));
    CHECK(sim::t_interval(of({9, 10, 11, 10}), 0.99).half_width > i.half_width);
    CHECK(sim::t_interval(of({5, 5})).half_width == 0);
    CHECK(sim::t_interval(of({0, 0})).relative() == 0);
}

TEST_CASE("confidence: too few observations tell nothing") {
    CHECK(sim::t_interval(of({7})).half_width == std::numeric_limits<double>::infinity());
    CHECK(sim::t_interval(of({7})).contains(-1e300));
    CHECK(std::isnan(sim::t_interval(of({})).mean));
}

TEST_CASE("confidence: of 1,000 intervals at 95 % between 900 and 990 contain the truth") {
    const int normal = covered(sim::normal(10, 3), 5, 0.95);
    const int uniform = covered(sim::uniform(0, 1), 10, 0.95);
    const int exponential = covered(sim::exponential(2), 60, 0.95);
    std::printf("covered at 95 %%: normal %d, uniform %d, exponential %d of 1000\n", normal, uniform,
                exponential);
    for (const int hits : {normal, uniform, exponential}) {
        CHECK(hits >= 900);
        CHECK(hits <= 990);
    }
    // Four standard errors around what a normal sample must give.
    CHECK(std::abs(normal - 950) <= 28);
    CHECK(std::abs(covered(sim::normal(10, 3), 5, 0.5) - 500) <= 63);
    CHECK(std::abs(covered(sim::normal(10, 3), 2, 0.99) - 990) <= 13);
}

TEST_CASE("confidence: arguments that make no sense are refused") {
    CHECK_THROWS_WITH_AS(sim::student_t_quantile(1, 3),
                         "student_t_quantile: p = 1: must be greater than 0 and less than 1", value_error);
    CHECK_THROWS_WITH_AS(sim::student_t_quantile(0.5, 0),
                         "student_t_quantile: freedom = 0: must be a finite number greater than 0",
                         value_error);
    CHECK_THROWS_AS(sim::student_t_quantile(std::nan(""), 3), value_error);
    CHECK_THROWS_AS(sim::student_t_quantile(0.9, std::nan("")), value_error);
    CHECK_THROWS_WITH_AS(sim::t_interval(of({1, 2}), 95),
                         "t_interval: confidence = 95: must be greater than 0 and less than 1", value_error);
    CHECK_THROWS_AS(sim::t_interval(of({1, 2}), std::nan("")), value_error);
    CHECK_THROWS_WITH_AS(sim::normal_quantile(0),
                         "normal_quantile: p = 0: must be greater than 0 and less than 1", value_error);
}
