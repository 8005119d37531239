// SPDX-License-Identifier: BSL-1.0
//
// All laws together: the bits that each draws from one stream are the same by every compiler; and a law draws
// from any source of bits.
#include <rondo/sim/random.hpp>

#include "random/fit.hpp"

#include <cmath>
#include <random>
#include <type_traits>

using namespace rondo;

TEST_CASE("random: each law draws the same bits with every compiler, C library and set of flags") {
    // Recorded once; a change here breaks every seed that a user has written down.
    CHECK(fit::bits_of(sim::constant(2.5)) == 9886310579312240453U);
    CHECK(fit::bits_of(sim::uniform(2, 5)) == 10718241780416855496U);
    CHECK(fit::bits_of(sim::triangular(1, 2, 6)) == 16062515060473437232U);
    CHECK(fit::bits_of(sim::beta(2, 3)) == 10645860618355032403U);
    CHECK(fit::bits_of(sim::beta(0.5, 0.5)) == 10867939268707767034U);
    CHECK(fit::bits_of(sim::pert(1, 2, 5)) == 17250780576439979475U);
    CHECK(fit::bits_of(sim::exponential(2.5)) == 11341108785667483562U);
    CHECK(fit::bits_of(sim::erlang(4, 2)) == 580622901957012386U);
    CHECK(fit::bits_of(sim::erlang(40, 2)) == 17278015609518763825U);
    CHECK(fit::bits_of(sim::gamma(2.5, 3)) == 5122034309119428013U);
    CHECK(fit::bits_of(sim::gamma(0.1, 3)) == 11241894801099503057U);
    CHECK(fit::bits_of(sim::weibull(0.8, 2)) == 5027717255527245092U);
    CHECK(fit::bits_of(sim::rayleigh(4)) == 8764446834459395374U);
    CHECK(fit::bits_of(sim::lognormal(1, 0.5)) == 501555370307920206U);
    CHECK(fit::bits_of(sim::inverse_gaussian(2, 6)) == 2782032300614366180U);
    CHECK(fit::bits_of(sim::hyperexponential({1, 3}, {10, 0.5})) == 7104969428870680034U);
    CHECK(fit::bits_of(sim::normal(1, 2)) == 805333306912264389U);
    CHECK(fit::bits_of(sim::truncated_normal(3, 2, 1, 4)) == 17953191284740066704U);
    CHECK(fit::bits_of(sim::laplace(2, 3)) == 5997686116041229895U);
    CHECK(fit::bits_of(sim::logistic(2, 3)) == 5055281521517104679U);
    CHECK(fit::bits_of(sim::johnson_su(-1, 2, 3, 0.5)) == 597010957413023310U);
    CHECK(fit::bits_of(sim::chi_squared(3)) == 3048076088604813419U);
    CHECK(fit::bits_of(sim::student_t(4)) == 3074924032900474630U);
    CHECK(fit::bits_of(sim::fisher_f(5, 20)) == 7956610326871209102U);
    CHECK(fit::bits_of(sim::von_mises(1, 2)) == 16333294753512796775U);
    CHECK(fit::bits_of(sim::pareto(1.5, 2)) == 7498446524716327909U);
    CHECK(fit::bits_of(sim::cauchy(1, 2)) == 17200563165896137850U);
    CHECK(fit::bits_of(sim::gumbel(1, 2)) == 9441535540799514099U);
    CHECK(fit::bits_of(sim::frechet(1.5, 2)) == 14310940527364606574U);
    CHECK(fit::bits_of(sim::log_logistic(1.5, 2)) == 4758486128285208278U);
    CHECK(fit::bits_of(sim::bernoulli(0.3)) == 825068129042802501U);
    CHECK(fit::bits_of(sim::uniform_integer(1, 6)) == 1260791392990897989U);
    CHECK(fit::bits_of(sim::geometric(0.2)) == 333894294682707781U);
    CHECK(fit::bits_of(sim::binomial(15, 0.3)) == 15666117751088850757U);
    CHECK(fit::bits_of(sim::binomial(100, 0.3)) == 2366706576487065413U);
    CHECK(fit::bits_of(sim::poisson(3)) == 15061509501114361669U);
    CHECK(fit::bits_of(sim::poisson(33.3)) == 8015205671628154693U);
    CHECK(fit::bits_of(sim::negative_binomial(3, 0.4)) == 8079241228829828933U);
    CHECK(fit::bits_of(sim::hypergeometric(500, 200, 100)) == 3321469697489610565U);
    CHECK(fit::bits_of(sim::zipf(1000, 1.1)) == 2871118530845583173U);
    CHECK(fit::bits_of(sim::discrete({0.5, 0.3, 0.2})) == 18145912295909730117U);
    CHECK(fit::bits_of(sim::empirical_discrete({2, 2, 5, 11})) == 3851487078635775813U);
    CHECK(fit::bits_of(sim::empirical({10, 0, 4})) == 4767948208004081648U);
}

TEST_CASE("random: a model draws from streams that it names") {
    const std::uint64_t replication = 3;
    // [streams]
    random_streams streams(42, replication);
    random_stream arrivals = streams("arrivals"), service = streams("service");
    const sim::exponential between(2.5); // the mean, not the rate
    const sim::lognormal lasts(0.5, 0.25);
    double first = between(arrivals); // the same for ever, by every compiler
    double minutes = lasts(service);  // whatever else the model draws
    // [/streams]
    CHECK(between(arrivals) != first);
    random_stream again(42, 3, "arrivals");
    CHECK(between(again) == first);
    CHECK(minutes > 0);
    // [antithetic]
    const auto replicate = [&](std::uint64_t number) {
        random_stream bits = random_streams(42, number, random_streams::pairing::antithetic)("service");
        return between(bits); // replications 0 and 1, 2 and 3 … draw u and 1 - u
    };
    // [/antithetic]
    random_stream even(42, 1, "service");
    const double u = uniform_open(even);
    CHECK(replicate(2) == doctest::Approx(-2.5 * std::log(1 - u)));
    CHECK(replicate(3) == doctest::Approx(-2.5 * std::log(u)));
}

TEST_CASE("random: every law is a law, and says what it draws") {
    static_assert(sim::law<sim::constant> && sim::law<sim::zipf> && sim::law<sim::empirical>);
    static_assert(std::is_same_v<sim::variate_t<sim::exponential>, double>);
    static_assert(std::is_same_v<sim::variate_t<sim::poisson>, std::int64_t>);
    static_assert(std::is_same_v<sim::variate_t<sim::discrete>, std::size_t>);
    static_assert(std::is_same_v<sim::variate_t<sim::bernoulli>, bool>);
    const auto own = [](auto& bits) { return 3 + uniform01(bits); };
    static_assert(sim::law<decltype(own)>);
    static_assert(!sim::law<int>);
}

TEST_CASE("random: laws draw from any engine of 64 bits") {
    std::mt19937_64 engine(1), same(1);
    const double u = uniform_open(same);
    CHECK(sim::uniform(0, 1)(engine) == u);
    CHECK(sim::gamma(2, 3)(engine) > 0);
    CHECK(sim::poisson(1000)(engine) > 0);
    CHECK(sim::discrete({1, 1})(engine) < 2);
}

TEST_CASE("random: antithetic streams make the mean of a pair less variable") {
    const sim::exponential law(1);
    double alone = 0, paired = 0;
    for (std::uint64_t replication = 0; replication < 400; ++replication) {
        const auto mean = [&](random_stream bits) {
            double sum = 0;
            for (int i = 0; i < 10; ++i) sum += law(bits);
            return sum / 10;
        };
        const random_stream stream(1, replication, "service");
        const double first = mean(stream), opposite = mean(stream.antithetic()),
                     other = mean(random_stream(1, replication, "other"));
        alone += ((first + other) / 2 - 1) * ((first + other) / 2 - 1);
        paired += ((first + opposite) / 2 - 1) * ((first + opposite) / 2 - 1);
    }
    CHECK(paired < 0.5 * alone); // exponential: a variance of 1 - 0.645 times that of two independent ones
}

TEST_CASE("random: common random numbers stay in step when a model draws more elsewhere") {
    random_stream lean(7, 3, "service"), rich(7, 3, "service"), extra(7, 3, "breakdowns");
    for (int i = 0; i < 50; ++i) {
        extra();
        CHECK(sim::exponential(1)(lean) * 2 == doctest::Approx(sim::exponential(2)(rich)).epsilon(1e-15));
    }
}
