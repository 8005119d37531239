// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/level.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/detail/law.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace rondo::inline v0::sim {

// West 1979: Welford's recurrence with weights. fmin and fmax take the number where the other is NaN.
void time_average::add(double elapsed, double value) noexcept {
    min_ = std::fmin(min_, value);
    max_ = std::fmax(max_, value);
    if (elapsed_ == 0) mean_ = value;
    if (elapsed <= 0) return;
    elapsed_ += elapsed;
    const double before = value - mean_;
    mean_ += before * (elapsed / elapsed_);
    squares_ += elapsed * (before * (value - mean_));
}

void time_average::merge(const time_average& other) noexcept {
    min_ = std::fmin(min_, other.min_);
    max_ = std::fmax(max_, other.max_);
    if (other.elapsed_ == 0) {
        if (elapsed_ == 0 && mean_ != mean_) mean_ = other.mean_;
        return;
    }
    if (elapsed_ == 0) mean_ = other.mean_;
    const double all = elapsed_ + other.elapsed_, apart = other.mean_ - mean_, share = other.elapsed_ / all;
    squares_ += other.squares_ + apart * apart * (elapsed_ * share);
    mean_ += apart * share;
    elapsed_ = all;
}

double detail::checked_level(double value) { return finite("level", "value", value); }

void detail::check_clock(const char* who, double now, double last, bool forwards) {
    if (!std::isfinite(now)) refuse(who, "now", now, "a finite time");
    if (!forwards) refuse(who, "time runs backwards: now", now, "at least", last);
}

} // namespace rondo::inline v0::sim
