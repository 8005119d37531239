// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/batch_means.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/random.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

using namespace rondo;

namespace {

/// Waits in M/M/1, customer by customer (Lindley's recurrence): the mean is rho / (1 - rho) services in the long run.
template <class Each>
void mm1_waits(std::uint64_t replication, double rho, int customers, Each each) {
    random_stream arrivals(7, replication, "arrivals"), services(7, replication, "services");
    const sim::exponential between(1 / rho), service(1);
    double wait = 0;
    for (int i = 0; i < customers; ++i) {
        each(wait);
        wait = std::max(0.0, wait + service(services) - between(arrivals));
    }
}

} // namespace

TEST_CASE("batch_means: batches double when they are full") {
    sim::batch_means b(3);
    for (int i = 1; i <= 5; ++i) b.add(i);
    CHECK(b.batch_size() == 1);
    CHECK(std::vector<double>(b.means().begin(), b.means().end()) == std::vector<double>{1, 2, 3, 4, 5});
    b.add(6);
    CHECK(b.batch_size() == 2);
    CHECK(std::vector<double>(b.means().begin(), b.means().end()) == std::vector<double>{1.5, 3.5, 5.5});
    b.add(7);
    CHECK(b.means().size() == 3);
    CHECK(b.count() == 7);
    b.add(9);
    CHECK(b.means().back() == 8);
    for (int i = 9; i <= 24; ++i) b.add(1);
    CHECK(b.batch_size() == 8);
    CHECK(b.means().size() == 3);
    CHECK(b.means()[0] == doctest::Approx((1 + 2 + 3 + 4 + 5 + 6 + 7 + 9) / 8.0));
    CHECK(b.count() == 24);
    b.reset();
    CHECK(b.count() == 0);
    CHECK(b.batch_size() == 1);
}

TEST_CASE("batch_means: the interval is Student's over the complete batches") {
    sim::batch_means b(2);
    CHECK(std::isinf(b.interval().half_width));
    CHECK(std::isnan(b.lag1()));
    for (const double x : {1.0, 3.0, 2.0}) b.add(x);
    sim::tally means;
    for (const double x : b.means()) means.add(x);
    CHECK(b.interval(0.9) == sim::t_interval(means, 0.9));
    CHECK(b.interval().count == 3);
    CHECK(b.lag1() == doctest::Approx(-0.5));
}

TEST_CASE(
    "batch_means: of 1,000 intervals from one run of M/M/1 each, between 900 and 990 contain the truth") {
    int hits = 0, naive = 0;
    double correlation = 0;
    constexpr double rho = 0.5, truth = rho / (1 - rho);
    for (std::uint64_t replication = 0; replication < 1000; ++replication) {
        sim::batch_means waits(10);
        sim::tally single;
        mm1_waits(replication, rho, 5200, [&, i = 0](double wait) mutable {
            if (++i <= 80) return; // the empty start
            waits.add(wait);
            single.add(wait);
        });
        hits += waits.interval().contains(truth);
        naive += sim::t_interval(single).contains(truth);
        correlation += waits.lag1() / 1000;
    }
    std::printf("M/M/1 by batch means: %d of 1000 contain the truth (as if independent: %d), lag 1 %.2f\n",
                hits, naive, correlation);
    CHECK(hits >= 900);
    CHECK(hits <= 990);
    CHECK(naive < 700); // what batches are for
    CHECK(std::fabs(correlation) < 0.2);
}

TEST_CASE("batch_means: arguments that make no sense are refused") {
    CHECK_THROWS_WITH_AS(sim::batch_means(1), "batch_means: least_batches = 1: must be at least 2",
                         value_error);
    sim::batch_means b;
    CHECK_THROWS_WITH_AS(b.add(std::nan("")), "batch_means: observation = nan: must be a finite number",
                         value_error);
    CHECK_THROWS_AS(b.interval(1), value_error);
    CHECK(b.count() == 0);
}
