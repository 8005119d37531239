// SPDX-License-Identifier: BSL-1.0
//
// Statistics of a value that holds over time: the length of a queue, the number busy, the stock. Each value
// weighs as long as it was held:
//
//     value  2 ┤    ┌──┐           mean(now) = area / elapsed
//            1 ┤ ┌──┘  └────┐
//            0 ┼─┘          └─►    time
#pragma once

#include <rondo/sim/detail/time.hpp>

#include <cmath>
#include <concepts>
#include <limits>

namespace rondo::inline v0::sim {

/// Mean and variance over time, and the extremes, of a stretch that has ended: what replications merge.
/// Elapsed time is a number: of chrono types seconds, of others their own unit.
class RONDO_API time_average {
public:
    /// The value was held for so long. Requires: elapsed ≥ 0; both finite.
    void add(double elapsed, double value) noexcept;
    /// Takes another stretch. Not associative to the last bit: merge in a fixed order.
    void merge(const time_average& other) noexcept;

    double elapsed() const noexcept { return elapsed_; }
    /// NaN when no value was held.
    double mean() const noexcept { return mean_; }
    /// ∫ (value - mean)² dt / elapsed.
    double variance() const noexcept { return elapsed_ > 0 ? squares_ / elapsed_ : mean_ - mean_; }
    double stddev() const noexcept { return std::sqrt(variance()); }
    /// The least and the greatest value, those held for no time too.
    double min() const noexcept { return min_; }
    double max() const noexcept { return max_; }

    /// The same to the last bit.
    friend bool operator==(const time_average&, const time_average&) = default;

private:
    double elapsed_ = 0;
    double mean_ = std::numeric_limits<double>::quiet_NaN(); ///< while nothing has elapsed, the last value
    double squares_ = 0;                                     ///< ∫ (value - mean)² dt
    double min_ = std::numeric_limits<double>::quiet_NaN();
    double max_ = std::numeric_limits<double>::quiet_NaN();
};

namespace detail {
RONDO_API double checked_level(double value);
}

/// A value and its statistics over the time since `start`, or since the last reset.
/// Time: a floating or whole number, a chrono duration or time point.
/// Threads: as an int. Cost: constant memory; about 10 ns a change.
/// Throws: value_error "level: time runs backwards …" when a call is given a time before the last one, or a NaN.
/// Example: `sim::level<double> queue; queue.add(1.5, +1); queue.add(4.0, -1); queue.mean(10.0); // 0.25`
template <detail::time_like Time = double>
class level {
public:
    explicit level(Time start = Time{}, double value = 0)
        : start_(start), last_(start), value_(detail::checked_level(value)) {
        detail::check_clock("level", detail::number_of(start), detail::number_of(start), start >= start);
        past_.add(0, value_);
    }

    /// From now on the value is `value`. Throws: value_error when it is not finite.
    void set(Time now, double value) {
        detail::checked_level(value);
        advance(now);
        value_ = value;
        past_.add(0, value);
    }
    /// From now on the value is higher, or lower, by `change`.
    void add(Time now, double change) { set(now, value_ + change); }

    // A tick is whole: a fraction must not get lost on the way.
    template <std::floating_point Fraction>
        requires std::integral<Time>
    void set(Fraction, double) = delete;
    template <std::floating_point Fraction>
        requires std::integral<Time>
    void add(Fraction, double) = delete;

    /// The present value, and since when the statistics count.
    double value() const noexcept { return value_; }
    Time since() const noexcept { return start_; }

    /// The statistics from the start until now; of no time at all they are those of the present value.
    time_average summary(Time now) const {
        level copy = *this;
        copy.advance(now);
        return copy.past_;
    }
    double mean(Time now) const { return summary(now).mean(); }
    double variance(Time now) const { return summary(now).variance(); }
    double stddev(Time now) const { return summary(now).stddev(); }
    /// ∫ value dt, from the start until now.
    double integral(Time now) const {
        const time_average all = summary(now);
        return all.elapsed() * all.mean();
    }
    double min() const noexcept { return past_.min(); }
    double max() const noexcept { return past_.max(); }

    /// Forgets the past, as at the end of a warm-up: the value stays, its statistics begin now.
    void reset(Time now) {
        advance(now);
        *this = level(now, value_);
    }

private:
    void advance(Time now) {
        detail::check_clock("level", detail::number_of(now), detail::number_of(last_), now >= last_);
        past_.add(detail::elapsed(last_, now), value_);
        last_ = now;
    }

    Time start_, last_;
    double value_;
    time_average past_;
};

level(int) -> level<double>; // 0 is a time of the usual kind; whole ticks are said: level<std::int64_t>
level(int, double) -> level<double>;

} // namespace rondo::inline v0::sim
