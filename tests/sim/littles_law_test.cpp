// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/littles_law.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/random.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

using namespace rondo;
using sim::check_littles_law;

namespace {

/// An M/M/1 queue by Lindley's recurrence; who is in `lost` leaves without being counted out.
sim::littles_law run(int customers, int lose_every) {
    random_stream bits(1);
    const sim::exponential between(1.25), service(1);
    struct change {
        double at;
        int by;
    };
    std::vector<change> changes;
    sim::tally stays;
    double arrival = 0, free_at = 0, end = 0;
    for (int i = 1; i <= customers; ++i) {
        arrival += between(bits);
        free_at = std::max(arrival, free_at) + service(bits);
        changes.push_back({arrival, +1});
        if (lose_every == 0 || i % lose_every != 0) changes.push_back({free_at, -1});
        stays.add(free_at - arrival);
        end = std::max(end, free_at);
    }
    std::sort(changes.begin(), changes.end(), [](const change& a, const change& b) { return a.at < b.at; });
    sim::level<double> number;
    for (const change& c : changes) number.add(c.at, c.by);
    return check_littles_law(number, stays, end);
}

} // namespace

TEST_CASE("littles_law: holds exactly where everyone has left") {
    const sim::littles_law found = run(20'000, 0);
    CHECK(found.gap() < 1e-10);
    CHECK(found.holds(1e-10));
    CHECK(found.number > 2); // about rho / (1 - rho) = 4
    CHECK(found.rate == doctest::Approx(0.8).epsilon(0.05));
}

TEST_CASE("littles_law: finds customers that got lost") {
    CHECK_FALSE(run(20'000, 1000).holds());
    CHECK(run(20'000, 1000).gap() > 0.5);
}

TEST_CASE("littles_law: gap is relative to the larger side") {
    CHECK(sim::littles_law{2, 1, 1}.gap() == 0.5);
    CHECK(sim::littles_law{1, 1, 2}.gap() == 0.5);
    CHECK(sim::littles_law{0, 0, 0}.gap() == 0);
    CHECK(sim::littles_law{0, 0, 0}.holds());
    CHECK(sim::littles_law{1, 0, 0}.gap() == 1);
    CHECK(sim::littles_law{1, 0.5, 2}.holds(0));
    CHECK_FALSE(sim::littles_law{std::nan(""), 1, 1}.holds());
}

TEST_CASE("littles_law: any type of time, an empty system, and time that runs backwards") {
    using namespace std::chrono_literals;
    sim::level<std::chrono::milliseconds> number;
    sim::tally stays; // in seconds, as the level's
    number.set(1000ms, 1);
    number.set(3000ms, 0);
    stays.add(2);
    const sim::littles_law found = check_littles_law(number, stays, std::chrono::milliseconds(10s));
    CHECK(found.number == doctest::Approx(0.2));
    CHECK(found.rate == doctest::Approx(0.1));
    CHECK(found.holds(1e-12));
    const sim::level<double> empty;
    CHECK(check_littles_law(empty, sim::tally(), 5.0).holds(0));
    CHECK_THROWS_AS(check_littles_law(number, stays, std::chrono::milliseconds(2s)), value_error);
}
