// SPDX-License-Identifier: BSL-1.0
//
// Simulated time, whatever its type: floating point, whole ticks, or a duration or time point of <chrono>.
// Statistics count it as a double: floating times and ticks as they are, chrono's in seconds.
#pragma once

#include <rondo/base/config.hpp>

#include <chrono>
#include <concepts>
#include <type_traits>

namespace rondo::inline v0::sim::detail {

template <class Time>
concept chrono_duration =
    requires(Time t) { std::chrono::duration<double>(t); } && !std::is_arithmetic_v<Time>;

template <class Time>
concept chrono_point = requires(Time t) {
    { t.time_since_epoch() } -> chrono_duration;
};

/// What statistics and models take for a time.
template <class Time>
concept time_like = std::is_arithmetic_v<Time> || chrono_duration<Time> || chrono_point<Time>;

/// A time as a number, for sums and for messages.
template <time_like Time>
double number_of(Time t) {
    if constexpr (std::is_arithmetic_v<Time>)
        return static_cast<double>(t);
    else if constexpr (chrono_point<Time>)
        return std::chrono::duration<double>(t.time_since_epoch()).count();
    else
        return std::chrono::duration<double>(t).count();
}

/// to - from, exactly subtracted in Time. Requires: from ≤ to.
template <time_like Time>
double elapsed(Time from, Time to) {
    if constexpr (std::is_integral_v<Time>) // as unsigned: from the least to the greatest tick fits
        return static_cast<double>(static_cast<std::make_unsigned_t<Time>>(to) -
                                   static_cast<std::make_unsigned_t<Time>>(from));
    else if constexpr (std::is_arithmetic_v<Time>)
        return static_cast<double>(to - from);
    else
        return std::chrono::duration<double>(to - from).count();
}

/// Throws value_error "<who>: time runs backwards: now = 3 after 5", or that now is not finite.
RONDO_API void check_clock(const char* who, double now, double last, bool forwards);

} // namespace rondo::inline v0::sim::detail
