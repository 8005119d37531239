// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/counts.hpp>

#include "fit.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/geometric.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <fmt/format.h>
#include <rondo/sim/detail/portable_math.hpp>

using namespace rondo;
using fit::no_number;

namespace {

/// How far the probabilities come towards the edge of the rectangle that the ratio of uniforms draws from: at
/// most 1, or the law would lack what lies outside. LogP is log p(k), largest at mode.
template <class LogP>
double reach(double mean, double variance, double mode, double low, double high, const LogP& log_p) {
    const double width = 1.7155277699214135 * std::sqrt(variance + 0.5) + 0.8989161620588988,
                 center = mean + 0.5;
    double most = 0;
    const double top = log_p(mode), spread = 60 * std::sqrt(variance + 1) + 60;
    const double step = std::max(1.0, std::floor(std::sqrt(variance) / 200));
    for (double k = std::max(low, std::floor(mean - spread)); k <= std::min(high, mean + spread); k += step) {
        if (log_p(k) > top + 1e-9) return fit::infinity;
        const double root = std::exp((log_p(k) - top) / 2);
        most =
            std::max(most, root * std::max(std::fabs(k - center), std::fabs(k + 1 - center)) / (width / 2));
    }
    return most;
}

} // namespace

TEST_CASE("counts: bernoulli, uniform_integer and geometric fit their distributions") {
    for (const double p : {0.02, 0.5, 0.97})
        fit::counts(fmt::format("bernoulli({})", p), sim::bernoulli(p),
                    [&](double k) { return k < 1 ? 1 - p : 1; });
    fit::counts("uniform_integer(1, 6)", sim::uniform_integer(1, 6), [](double k) { return k / 6; });
    fit::counts("uniform_integer(-500, 499)", sim::uniform_integer(-500, 499),
                [](double k) { return (k + 501) / 1000; });
    for (const double p : {0.001, 0.2, 0.9})
        fit::counts_as(fmt::format("geometric({})", p), sim::geometric(p), boost::math::geometric(p));
}

TEST_CASE("counts: binomial and Poisson fit their distributions, by inversion and by rejection") {
    for (const auto& [n, p] : {std::pair<std::int64_t, double>{5, 0.3},
                               {20, 0.5},
                               {80, 0.9},
                               {21, 0.5},
                               {100, 0.3},
                               {1000, 0.95},
                               {1'000'000, 0.0001}})
        fit::counts_as(fmt::format("binomial({}, {})", n, p), sim::binomial(n, p),
                       boost::math::binomial(static_cast<double>(n), p));
    for (const double mean : {0.01, 1.0, 9.99, 10.0, 33.3, 1e6})
        fit::counts_as(fmt::format("poisson({})", mean), sim::poisson(mean), boost::math::poisson(mean));
}

TEST_CASE("counts: negative binomial and hypergeometric fit their distributions") {
    for (const auto& [r, p] : {std::pair{3.0, 0.4}, {0.5, 0.1}, {200.0, 0.7}})
        fit::counts_as(fmt::format("negative_binomial({}, {})", r, p), sim::negative_binomial(r, p),
                       boost::math::negative_binomial(r, p));
    struct urn {
        std::int64_t population, marked, drawn;
    };
    for (const auto& [population, marked, drawn] :
         {urn{10, 4, 3}, urn{10, 7, 8}, urn{52, 13, 5}, urn{52, 39, 5}, urn{52, 13, 47}, urn{500, 200, 100},
          urn{5000, 4000, 4500}, urn{3, 1, 1}, urn{2, 1, 1}}) {
        const sim::hypergeometric law(population, marked, drawn);
        const boost::math::hypergeometric oracle(static_cast<unsigned>(marked), static_cast<unsigned>(drawn),
                                                 static_cast<unsigned>(population));
        fit::counts(fmt::format("hypergeometric({}, {}, {})", population, marked, drawn), law,
                    [&](double k) { return cdf(oracle, k); });
        CHECK(law.mean() == doctest::Approx(mean(oracle)).epsilon(1e-12));
        CHECK(law.variance() == doctest::Approx(variance(oracle)).epsilon(1e-12));
    }
}

TEST_CASE("counts: Zipf fits its distribution") {
    for (const auto& [n, s] : {std::pair<std::int64_t, double>{1, 1},
                               {10, 0},
                               {10, 1},
                               {1000, 0.5},
                               {1000, 1.0},
                               {1000, 1.1},
                               {100'000, 1.5},
                               {50, 7}}) {
        std::vector<double> up_to{0};
        for (std::int64_t k = 1; k <= n; ++k)
            up_to.push_back(up_to.back() + std::pow(static_cast<double>(k), -s));
        fit::counts(fmt::format("zipf({}, {})", n, s), sim::zipf(n, s),
                    [&](double k) { return up_to[static_cast<std::size_t>(k)] / up_to.back(); });
    }
}

TEST_CASE("counts: the sums of Zipf's moments are exact beyond what is summed") {
    double weights = 0, first = 0, second = 0;
    for (double k = 300'000; k >= 1; --k) {
        const double weight = std::pow(k, -1.3);
        weights += weight, first += weight * k, second += weight * k * k;
    }
    const sim::zipf law(300'000, 1.3);
    CHECK(law.mean() == doctest::Approx(first / weights).epsilon(1e-11));
    CHECK(law.variance() ==
          doctest::Approx(second / weights - first / weights * (first / weights)).epsilon(1e-11));
}

TEST_CASE("counts: no probability reaches out of the rectangle of the ratio of uniforms") {
    namespace math = sim::detail;
    for (double mean = 10; mean < 3e6; mean *= 1.17)
        CHECK(reach(mean, mean, std::floor(mean), 0, 1e18,
                    [&](double k) { return math::poisson_log_pmf(k, mean); }) <= 1);
    for (const double n : {20.0, 21.0, 30.0, 50.0, 133.0, 1000.0, 54321.0, 1e7})
        for (double p = 10 / n; p <= 0.5; p *= 1.13)
            CHECK(reach(n * p, n * p * (1 - p), std::floor((n + 1) * p), 0, n,
                        [&](double k) { return math::binomial_log_pmf(k, n, p, 1 - p); }) <= 1);
    for (double all = 2; all <= 40; ++all) // every small urn, and some large ones
        for (double few = 1; few <= all / 2; ++few)
            for (double taken = 1; taken <= all / 2; ++taken) {
                const double p = taken / all, share = few / all;
                const auto log_p = [&](double k) {
                    return math::binomial_log_pmf(k, few, p, 1 - p) +
                           math::binomial_log_pmf(taken - k, all - few, p, 1 - p);
                };
                CHECK(reach(taken * share,
                            taken * share * (1 - share) * (all - taken) / std::max(all - 1, 1.0),
                            std::floor((few + 1) * (taken + 1) / (all + 2)), 0, std::min(few, taken),
                            log_p) <= 1);
            }
    for (const double all : {1000.0, 1e6})
        for (double few = 1; few <= all / 2; few *= 3)
            for (double taken = 1; taken <= all / 2; taken *= 3) {
                const double p = taken / all, share = few / all;
                const auto log_p = [&](double k) {
                    return math::binomial_log_pmf(k, few, p, 1 - p) +
                           math::binomial_log_pmf(taken - k, all - few, p, 1 - p);
                };
                CHECK(reach(taken * share, taken * share * (1 - share) * (all - taken) / (all - 1),
                            std::floor((few + 1) * (taken + 1) / (all + 2)), 0, std::min(few, taken),
                            log_p) <= 1);
            }
}

TEST_CASE("counts: the ends of the parameters give the only value there is") {
    random_stream bits(1);
    for (int i = 0; i < 50; ++i) {
        CHECK(sim::bernoulli(1)(bits));
        CHECK_FALSE(sim::bernoulli(0)(bits));
        CHECK(sim::geometric(1)(bits) == 0);
        CHECK(sim::binomial(0, 0.5)(bits) == 0);
        CHECK(sim::binomial(1000, 0)(bits) == 0);
        CHECK(sim::binomial(1000, 1)(bits) == 1000);
        CHECK(sim::poisson(0)(bits) == 0);
        CHECK(sim::negative_binomial(3, 1)(bits) == 0);
        CHECK(sim::hypergeometric(10, 0, 5)(bits) == 0);
        CHECK(sim::hypergeometric(10, 10, 5)(bits) == 5);
        CHECK(sim::hypergeometric(10, 3, 10)(bits) == 3);
        CHECK(sim::hypergeometric(1, 1, 1)(bits) == 1);
        CHECK(sim::uniform_integer(7, 7)(bits) == 7);
        CHECK(sim::zipf(1, 2)(bits) == 1);
    }
}

TEST_CASE("counts: the largest counts keep their digits") {
    random_stream bits(1);
    constexpr std::int64_t most = 1'000'000'000'000'000;
    double sum = 0;
    for (int i = 0; i < 2000; ++i) {
        sum += (static_cast<double>(sim::binomial(most, 0.5)(bits)) - 5e14) / std::sqrt(2.5e14);
        REQUIRE(std::fabs(static_cast<double>(sim::poisson(1e15)(bits)) - 1e15) < 6 * std::sqrt(1e15));
        REQUIRE(std::fabs(static_cast<double>(sim::hypergeometric(most, most / 2, most / 2)(bits)) - 2.5e14) <
                6e7);
        const std::int64_t rank = sim::zipf(most, 0.9)(bits), late = sim::geometric(1e-15)(bits);
        REQUIRE((rank >= 1 && rank <= most));
        REQUIRE(late >= 0);
    }
    CHECK(std::fabs(sum) < 4.5 * std::sqrt(2000));
    using limits = std::numeric_limits<std::int64_t>;
    const sim::uniform_integer all(limits::min(), limits::max());
    random_stream same = bits;
    CHECK(static_cast<std::uint64_t>(all(bits)) == same() + (std::uint64_t(1) << 63));
    CHECK(std::fabs(all.mean()) <= 0.5);
}

TEST_CASE("counts: by inversion, one draw rises to one variate") {
    fit::check_inversion(sim::bernoulli(0.3));
    fit::check_inversion(sim::geometric(0.2));
    fit::check_inversion(sim::uniform_integer(1, 6));
    fit::check_inversion(sim::binomial(15, 0.3));
    fit::check_inversion(sim::binomial(15, 0.8));
    fit::check_inversion(sim::poisson(3));
}

TEST_CASE("counts: parameters that make no sense are refused by name") {
    fit::check_refused([] { sim::bernoulli x(no_number); },
                       "bernoulli: p = nan: must be at least 0 and at most 1");
    fit::check_refused([] { sim::bernoulli x(1.1); }, "bernoulli: p = 1.1: must be at least 0 and at most 1");
    fit::check_refused([] { sim::uniform_integer x(2, 1); },
                       "uniform_integer: high = 1: must be at least low, 2");
    fit::check_refused([] { sim::geometric x(0); }, "geometric: p = 0: must be at least 1e-15");
    fit::check_refused([] { sim::geometric x(2); }, "geometric: p = 2: must be at most 1");
    fit::check_refused([] { sim::geometric x(no_number); }, "geometric: p = nan: must be at least 1e-15");
    fit::check_refused([] { sim::binomial x(-1, 0.5); }, "binomial: trials = -1: must be at least 0");
    fit::check_refused([] { sim::binomial x(1, no_number); },
                       "binomial: p = nan: must be at least 0 and at most 1");
    fit::check_refused([] { sim::poisson x(-1); }, "poisson: mean = -1: must be at least 0");
    fit::check_refused([] { sim::poisson x(no_number); }, "poisson: mean = nan: must be at least 0");
    fit::check_refused([] { sim::poisson x(2e15); }, "poisson: mean = 2e+15: must be at most 1e+15");
    fit::check_refused([] { sim::negative_binomial x(0, 0.5); },
                       "negative_binomial: successes = 0: must be a finite number greater than 0");
    fit::check_refused([] { sim::negative_binomial x(1, 0); },
                       "negative_binomial: p = 0: must be greater than 0 and at most 1");
    fit::check_refused([] { sim::negative_binomial x(3, 1e-12); },
                       "negative_binomial: mean = 2999999999997: must be at most 1e+12");
    fit::check_refused([] { sim::hypergeometric x(0, 0, 0); },
                       "hypergeometric: population = 0: must be at least 1");
    fit::check_refused([] { sim::hypergeometric x(5, 6, 0); },
                       "hypergeometric: marked = 6: must be at most 5");
    fit::check_refused([] { sim::hypergeometric x(5, 1, -1); },
                       "hypergeometric: drawn = -1: must be at least 0");
    fit::check_refused([] { sim::zipf x(0, 1); }, "zipf: n = 0: must be at least 1");
    fit::check_refused([] { sim::zipf x(5, -1); }, "zipf: exponent = -1: must be finite and at least 0");
    fit::check_refused([] { sim::zipf x(5, no_number); },
                       "zipf: exponent = nan: must be finite and at least 0");
}
