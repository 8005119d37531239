// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/warm_up.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/histogram.hpp>
#include <rondo/sim/level.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/tally.hpp>

#include <chrono>
#include <cmath>
#include <type_traits>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

/// Noise around 10, after a start that is `start` higher and dies away with the time constant given.
std::vector<double> settling(int count, double start, double constant) {
    random_stream bits(5);
    const sim::normal noise(10, 1);
    std::vector<double> series;
    series.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) series.push_back(noise(bits) + start * std::exp(-i / constant));
    return series;
}

/// MSER by its definition, in O(n²).
sim::warm_up_found by_definition(const std::vector<double>& series, std::size_t batch) {
    std::vector<double> means;
    for (std::size_t i = 0; i + batch <= series.size(); i += batch) {
        double sum = 0;
        for (std::size_t j = 0; j < batch; ++j) sum += series[i + j];
        means.push_back(sum / static_cast<double>(batch));
    }
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t d = 0; d <= means.size() / 2; ++d) {
        const auto n = static_cast<double>(means.size() - d);
        double mean = 0, squares = 0;
        for (std::size_t i = d; i < means.size(); ++i) mean += means[i] / n;
        for (std::size_t i = d; i < means.size(); ++i) squares += (means[i] - mean) * (means[i] - mean);
        if (squares / (n * n) < least) least = squares / (n * n), best = d;
    }
    return {best * batch, least, best < means.size() / 2};
}

} // namespace

TEST_CASE("warm_up: of fixed length, it is over from its end on") {
    const sim::warm_up settled(500);
    static_assert(std::is_same_v<decltype(settled), const sim::warm_up<double>>);
    CHECK_FALSE(settled.over(499.9));
    CHECK(settled.over(500));
    CHECK(settled.end() == 500);
    CHECK(sim::warm_up<std::chrono::seconds>(2min).over(120s));
    CHECK_FALSE(sim::warm_up(2min).over(1min));
}

TEST_CASE("warm_up: finish makes statistics forget, a level from the end on") {
    const sim::warm_up settled(10.0);
    sim::tally waits;
    sim::histogram counts(0, 10, 5);
    sim::level<double> queue;
    waits.add(100), counts.add(3), queue.set(2, 7);
    settled.finish(waits);
    settled.finish(counts);
    settled.finish(queue);
    CHECK(waits.count() == 0);
    CHECK(counts.total() == 0);
    CHECK(queue.since() == 10);
    CHECK(queue.mean(20) == 7);
}

TEST_CASE("warm_up: drop_first leaves the rest") {
    const std::vector<double> series{1, 2, 3};
    CHECK(sim::drop_first(series, 2).front() == 3);
    CHECK(sim::drop_first(series, 0).size() == 3);
    CHECK(sim::drop_first(series, 3).empty());
    CHECK_THROWS_WITH_AS(sim::drop_first(series, 4),
                         "drop_first: count = 4: must be at most the number of values, 3", value_error);
}

TEST_CASE("warm_up: MSER-5 finds where a series has settled") {
    const auto series = settling(3000, 20, 60);
    const sim::warm_up_found found = sim::mser(series);
    CHECK(found.settled);
    CHECK(found.drop % 5 == 0);
    CHECK(found.drop > 120);
    CHECK(found.drop < 600);
    CHECK(found.drop == by_definition(series, 5).drop);
    CHECK(sim::mser(settling(3000, 0, 1)).drop < 300);
}

TEST_CASE("warm_up: MSER is its definition, for any batch") {
    for (const std::size_t batch : {1U, 5U, 7U})
        for (const int count : {70, 203, 1000}) {
            const auto series = settling(count, 5, count / 20.0);
            const sim::warm_up_found found = sim::mser(series, batch), truth = by_definition(series, batch);
            CHECK(found.drop == truth.drop);
            CHECK(found.statistic == doctest::Approx(truth.statistic).epsilon(1e-11));
            CHECK(found.settled == truth.settled);
        }
}

TEST_CASE("warm_up: a run that is too short is not called settled") {
    const sim::warm_up_found found = sim::mser(settling(300, 500, 400));
    CHECK_FALSE(found.settled);
    CHECK(found.drop == 150);
    CHECK(sim::mser(std::vector<double>(50, 2.0)).drop == 0);
    CHECK(sim::mser(std::vector<double>(50, 2.0)).settled);
}

TEST_CASE("warm_up: arguments that make no sense are refused") {
    CHECK_THROWS_WITH_AS(sim::mser(std::vector<double>(49, 1.0)),
                         "mser: number of values = 49: must be at least ten batches, 50", value_error);
    CHECK_THROWS_WITH_AS(sim::mser(std::vector<double>(50, 1.0), 0), "mser: batch = 0: must be at least 1",
                         value_error);
    CHECK_THROWS_AS(sim::mser(std::vector<double>(50, std::nan(""))), value_error);
    CHECK_THROWS_WITH_AS(sim::warm_up(std::nan("")), "warm_up: end = nan: must be a finite number",
                         value_error);
}
