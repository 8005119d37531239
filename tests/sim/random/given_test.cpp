// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/given.hpp>

#include "fit.hpp"

using namespace rondo;
using fit::infinity, fit::no_number;

TEST_CASE("given: discrete by alias fits its weights") {
    const auto fits = [](const std::string& name, const std::vector<double>& weights) {
        double sum = 0;
        std::vector<double> up_to;
        up_to.reserve(weights.size());
        for (const double weight : weights) up_to.push_back(sum += weight);
        const sim::discrete law(weights);
        fit::counts(name, law, [&](double k) { return up_to[static_cast<std::size_t>(k)] / sum; });
        CHECK(law.size() == weights.size());
        for (std::size_t i = 0; i < weights.size(); ++i)
            CHECK(law.probability(i) == doctest::Approx(weights[i] / sum).epsilon(1e-12));
    };
    fits("discrete({0.5, 0.3, 0.2})", {0.5, 0.3, 0.2});
    fits("discrete({1})", {1});
    fits("discrete({7, 0, 1, 0, 0, 2})", {7, 0, 1, 0, 0, 2});
    std::vector<double> many;
    many.reserve(1000);
    for (int i = 0; i < 1000; ++i) many.push_back(1.0 / (1 + i));
    fits("discrete of 1000 weights", many);
    fits("discrete of equal weights", std::vector<double>(6, 3.0));
}

TEST_CASE("given: an outcome without weight never comes") {
    random_stream bits(1);
    std::vector<double> weights(1000, 0.0);
    weights[17] = 1e-300, weights[900] = 2e-300;
    const sim::discrete law(weights);
    for (int i = 0; i < 20'000; ++i) {
        const std::size_t chosen = law(bits);
        REQUIRE((chosen == 17 || chosen == 900));
    }
    CHECK(law.probability(17) == doctest::Approx(1.0 / 3));
}

TEST_CASE("given: empirical_discrete draws the values, by weight or equally") {
    const sim::empirical_discrete equal({2, 2, 5, 11});
    fit::counts("empirical_discrete({2, 2, 5, 11})", equal, [](double x) {
        return x < 5 ? 0.5 : x < 11 ? 0.75 : 1;
    });
    CHECK(equal.mean() == 5);
    CHECK(equal.variance() == doctest::Approx(13.5));
    const sim::empirical_discrete weighted({-1, 4}, {3, 1});
    fit::counts("empirical_discrete({-1, 4}, {3, 1})", weighted, [](double x) { return x < 4 ? 0.75 : 1; });
    CHECK(weighted.mean() == 0.25);
    CHECK(weighted.variance() == doctest::Approx(0.75 * 1.25 * 1.25 + 0.25 * 3.75 * 3.75));
}

TEST_CASE("given: empirical is uniform between neighbours of the sample, in whatever order") {
    const sim::empirical law({10, 0, 4});
    fit::continuous("empirical({10, 0, 4})", law,
                    [](double x) { return x < 4 ? x / 8 : 0.5 + (x - 4) / 12; });
    CHECK(law.mean() == doctest::Approx(4.5));
    fit::continuous("empirical({1, 3})", sim::empirical({1, 3}), [](double x) { return (x - 1) / 2; });
    fit::check_inversion(law);
    random_stream bits(1);
    CHECK(sim::empirical({7, 7, 7})(bits) == 7);
}

TEST_CASE("given: parameters that make no sense are refused by name") {
    const std::vector<double> none;
    fit::check_refused([&] { sim::discrete x(none); }, "discrete: number of weights = 0: must be at least 1");
    fit::check_refused([] { sim::discrete x({1, no_number}); },
                       "discrete: weight = nan: must be finite and at least 0");
    fit::check_refused([] { sim::discrete x({1, infinity}); },
                       "discrete: weight = inf: must be finite and at least 0");
    fit::check_refused([] { sim::discrete x({0, 0}); },
                       "discrete: sum of weights = 0: must be finite and greater than 0");
    fit::check_refused([&] { sim::empirical_discrete x(none); },
                       "empirical_discrete: number of values = 0: must be at least 1");
    fit::check_refused([] { sim::empirical_discrete x({1, no_number}); },
                       "empirical_discrete: value = nan: must be a finite number");
    fit::check_refused([] { sim::empirical_discrete x({1, 2}, {1}); },
                       "empirical_discrete: number of weights = 1: must be that of the values, 2");
    fit::check_refused([] { sim::empirical x({1}); }, "empirical: number of values = 1: must be at least 2");
    fit::check_refused([] { sim::empirical x({1, infinity}); },
                       "empirical: value = inf: must be a finite number");
}
