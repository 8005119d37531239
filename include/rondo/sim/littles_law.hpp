// SPDX-License-Identifier: BSL-1.0
//
// Little's law as a check of a model by itself: the mean number in a system is the rate of arrivals times the
// mean time in it, whatever the order, the laws or the number of servers. Number and time are measured apart;
// when they disagree, customers got lost, were counted twice, or were timed wrongly.
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/sim/level.hpp>
#include <rondo/sim/tally.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rondo::inline v0::sim {

/// The three measurements, L = λ W, and how well they agree.
struct littles_law {
    double number = 0; ///< L: the mean number in the system, over time
    double rate = 0;   ///< λ: customers per unit of time
    double stay = 0;   ///< W: the mean time of a customer in the system

    /// |L - λW| over the larger of both: 0 is perfect; 0 too when both are 0; NaN when one was not measured.
    double gap() const noexcept {
        const double product = rate * stay, larger = std::max(std::fabs(number), std::fabs(product));
        return larger == 0 ? 0 : std::fabs(number - product) / larger;
    }
    /// Whether they agree within the tolerance. Customers that are still inside at the end, or were at the
    /// start, make a gap of about their share of all.
    bool holds(double tolerance = 0.01) const noexcept { return gap() <= tolerance; }
};

/// The check of a system from the level of its number and the tally of the stays of those who left, both since
/// the same start: λ is then departures per time. Of an empty tally rate and stay are 0.
/// Throws: value_error when time runs backwards.
/// Example: `CHECK(sim::check_littles_law(in_system, stays, env.now()).holds(0.02));`
template <detail::time_like Time>
littles_law check_littles_law(const level<Time>& number, const tally& stays, Time now) {
    const time_average over = number.summary(now);
    if (stays.count() == 0) return {over.mean(), 0, 0};
    return {over.mean(), static_cast<double>(stays.count()) / over.elapsed(), stays.mean()};
}

} // namespace rondo::inline v0::sim
