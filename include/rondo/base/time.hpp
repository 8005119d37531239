// SPDX-License-Identifier: BSL-1.0
//
// Time as the runtime counts it: whole nanoseconds since an origin that the host of the program chooses (the machine's
// start for a real loop, zero for a virtual one). Sums are clamped, so that "for ever" is an ordinary value.
#pragma once

#include <rondo/base/config.hpp>

#include <chrono>

namespace rondo::inline v0 {

using namespace std::chrono_literals;

/// A length of time: any std::chrono duration of whole units converts to it. Unit: nanoseconds.
using duration = std::chrono::nanoseconds;

/// The time line of loops and simulations. It has no now(): time is asked of the loop.
struct timeline {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<timeline>;
    static constexpr bool is_steady = true;
};

/// A point on the time line of a loop.
using instant = timeline::time_point;

inline constexpr duration forever = duration::max();
inline constexpr instant never = instant::max();

/// `from + length`, clamped to [instant::min(), never]; `forever` gives `never`.
constexpr instant saturating_add(instant from, duration length) noexcept {
    duration::rep sum = 0;
    if (__builtin_add_overflow(from.time_since_epoch().count(), length.count(), &sum))
        return length < duration::zero() ? instant::min() : never;
    return instant(duration(sum));
}

/// Any std::chrono duration, rounded up to whole nanoseconds and clamped: `sleep(0.1s)` never sleeps too short.
/// Not-a-number counts as zero.
template <class Rep, class Period>
constexpr duration to_duration(std::chrono::duration<Rep, Period> length) noexcept {
    using exact = std::chrono::duration<long double, std::nano>;
    if constexpr (std::chrono::treat_as_floating_point_v<Rep>) {
        const long double count = std::chrono::duration_cast<exact>(length).count();
        if (!(count == count)) return duration::zero();
        if (count >= static_cast<long double>(duration::max().count())) return duration::max();
        if (count <= static_cast<long double>(duration::min().count())) return duration::min();
        const auto whole = static_cast<duration::rep>(count);
        return duration(whole + (static_cast<long double>(whole) < count ? 1 : 0));
    } else if constexpr (std::ratio_less_equal_v<Period, std::nano>) {
        return std::chrono::ceil<duration>(length);
    } else {
        duration::rep count = 0;
        using factor = std::ratio_divide<Period, std::nano>;
        static_assert(factor::den == 1 || std::is_integral_v<Rep>);
        if (__builtin_mul_overflow(length.count(), factor::num, &count))
            return length.count() < 0 ? duration::min() : duration::max();
        return duration(factor::den == 1 ? count : (count + factor::den - 1) / factor::den);
    }
}

} // namespace rondo::inline v0
