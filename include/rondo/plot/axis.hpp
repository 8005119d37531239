// SPDX-License-Identifier: BSL-1.0
//
// Axes: what an axis is told (label, scale, unit of time, limits), and where its ticks stand: at round numbers, at powers
// of ten on a logarithmic axis, at seconds, minutes, hours and days where the numbers are times.
#pragma once

#include <rondo/base/config.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0::plot {

enum class scale {
    linear,
    log, ///< powers of ten; values that are not above zero are left out
};

/// What 1 is on an axis of time. `none`: the numbers are just numbers.
enum class time_unit { none, nanoseconds, microseconds, milliseconds, seconds, minutes, hours, days };

/// Left unset, a limit follows from the data.
inline constexpr double unset = std::numeric_limits<double>::quiet_NaN();

struct axis_options {
    std::string_view label = {};
    plot::scale scale = plot::scale::linear;
    time_unit unit = time_unit::none;
    double low = unset;  ///< where the axis begins
    double high = unset; ///< where it ends
};

struct tick {
    double at;
    std::string label; ///< "" for a minor tick of a logarithmic axis
};

/// An axis as it is drawn.
struct axis_ticks {
    double low;  ///< the first value shown
    double high; ///< the last one
    std::vector<tick> ticks;
    std::string unit; ///< what the labels are in, such as "h:mm", "s" or ""
};

/// Ticks for values from `low` to `high`, about `wanted` of them; with `outward` the axis is widened to end at ticks.
/// No number may be NaN. Where low and high are the same, or nearly, the axis is widened about them.
/// A logarithmic axis reaches from 1e-307 to 1e308.
/// Throws: value_error when a limit of a logarithmic axis is not above zero, a limit is not finite, or high < low.
RONDO_API axis_ticks nice_ticks(double low, double high, int wanted, bool outward, scale kind = scale::linear,
                                time_unit unit = time_unit::none);

} // namespace rondo::inline v0::plot
