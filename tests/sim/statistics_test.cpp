// SPDX-License-Identifier: BSL-1.0
//
// The statistics together: replications merged in their order are the same to the last bit, however many
// threads ran them, with every compiler.
#include <rondo/sim/statistics.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/random.hpp>

#include <atomic>
#include <bit>
#include <thread>
#include <vector>

using namespace rondo;

namespace {

/// What one replication of a little model measures.
struct measured {
    sim::tally waits;
    sim::time_average queue;
    sim::histogram spread{0, 20, 40};
    sim::quantile_sketch shares{0.01, 64};

    void merge(const measured& other) {
        waits.merge(other.waits);
        queue.merge(other.queue);
        spread.merge(other.spread);
        shares.merge(other.shares);
    }
    bool operator==(const measured&) const = default;
};

measured replication(std::uint64_t number) {
    measured result;
    random_stream bits(99, number, "model");
    sim::level<double> queue;
    const sim::gamma between(0.7, 1.5);
    double now = 0;
    for (int i = 0; i < 300; ++i) {
        now += between(bits);
        queue.set(now, static_cast<double>(sim::poisson(3)(bits)));
        const double wait = sim::lognormal(0, 2)(bits);
        result.waits.add(wait);
        result.spread.add(wait);
        result.shares.add(wait);
    }
    result.queue = queue.summary(now + 1);
    return result;
}

measured by_workers(unsigned workers) {
    std::vector<measured> all(24);
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> threads;
    threads.reserve(workers);
    for (unsigned i = 0; i < workers; ++i)
        threads.emplace_back([&] {
            for (std::size_t mine = next++; mine < all.size(); mine = next++) all[mine] = replication(mine);
        });
    for (std::thread& thread : threads) thread.join();
    return sim::merged(all);
}

} // namespace

TEST_CASE("statistics: merged in the order of replications, 1, 2 or 8 workers give the same bits") {
    const measured alone = by_workers(1);
    CHECK(by_workers(2) == alone);
    CHECK(by_workers(8) == alone);
    CHECK(alone.waits.count() == 24 * 300);
    // Recorded once: the same with every compiler and set of flags.
    CHECK(std::bit_cast<std::uint64_t>(alone.waits.mean()) == 4620396136121481780U);
    CHECK(std::bit_cast<std::uint64_t>(alone.waits.variance()) == 4653604644886630277U);
    CHECK(std::bit_cast<std::uint64_t>(alone.queue.mean()) == 4613895147629595057U);
    CHECK(std::bit_cast<std::uint64_t>(alone.queue.variance()) == 4613869923259513697U);
    CHECK(std::bit_cast<std::uint64_t>(alone.shares.quantile(0.9)) == 4622317007871636664U);
}

TEST_CASE("statistics: one run is measured, replications are merged") {
    // [replication]
    const auto replicate = [](std::uint64_t number) {
        random_stream bits(1, number, "waits");
        sim::tally waits;
        for (int customer = 0; customer < 200; ++customer) waits.add(sim::exponential(4)(bits));
        return waits;
    };
    sim::tally means; // one observation a replication: those are independent
    for (std::uint64_t number = 0; number < 30; ++number) means.add(replicate(number).mean());
    const sim::interval mean = sim::t_interval(means, 0.95);
    // [/replication]
    CHECK(mean.contains(4));
    CHECK(mean.half_width < 0.2);
    // [queue]
    sim::level queue(0); // empty from time 0 on
    queue.add(1.5, +1);  // someone comes
    queue.add(4.0, -1);  // and goes
    double length = queue.mean(10);
    // [/queue]
    CHECK(length == 0.25);
}

TEST_CASE("statistics: merged needs a replication, and takes one as it is") {
    CHECK_THROWS_WITH_AS(sim::merged(std::vector<sim::tally>()),
                         "merged: number of replications = 0: must be at least 1", value_error);
    sim::tally one;
    one.add(3);
    CHECK(sim::merged(std::vector{one}) == one);
    CHECK(sim::merged(std::vector{one, one}).count() == 2);
    static_assert(!sim::mergeable<int>);
}
