// SPDX-License-Identifier: BSL-1.0
//
// How sure a mean is: intervals by Student's t, from independent observations (means of replications, or of
// batches), and the quantiles that they need.
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/sim/tally.hpp>

#include <cmath>
#include <cstdint>

namespace rondo::inline v0::sim {

/// The t below which the share p of Student's distribution lies. freedom need not be whole.
/// Throws: value_error unless 0 < p < 1 and freedom is positive and finite.
/// Cost: microseconds; relative error below 1e-12 for freedom from 0.1 on and min(p, 1 - p) from 1e-15 on.
/// Source: the incomplete beta function by its continued fraction, inverted by Newton; above 20,000 degrees of
/// freedom the expansion of Fisher and Cornish.
RONDO_API double student_t_quantile(double p, double freedom);

/// The z below which the share p of the standard normal distribution lies.
/// Throws: value_error unless 0 < p < 1. Source: Wichura 1988, AS 241.
RONDO_API double normal_quantile(double p);

/// An estimate, and how far the truth is from it at most, with the confidence given.
struct interval {
    double mean = 0;
    double half_width = 0;   ///< infinite when there were too few observations to tell
    double confidence = 0;   ///< the share of such intervals that contain the truth
    std::uint64_t count = 0; ///< observations it was made from

    double low() const noexcept { return mean - half_width; }
    double high() const noexcept { return mean + half_width; }
    bool contains(double value) const noexcept { return low() <= value && value <= high(); }
    /// half_width / |mean|: the precision; infinite around 0.
    double relative() const noexcept { return half_width == 0 ? 0 : half_width / std::fabs(mean); }
    friend bool operator==(const interval&, const interval&) = default;
};

/// mean ± t s / √n of independent observations. Of less than two the half width is infinite.
/// Throws: value_error unless 0 < confidence < 1.
/// Source: Student 1908. Right where means are nearly normal: observe means of replications, not single waits.
RONDO_API interval t_interval(const tally& observations, double confidence = 0.95);

} // namespace rondo::inline v0::sim
