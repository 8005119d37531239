// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/tally.hpp>

#include <rondo/sim/detail/law.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

void tally::add(double value) {
    detail::finite("tally", "observation", value);
    ++count_;
    const double before = value - mean_;
    mean_ += before / static_cast<double>(count_);
    squares_ += before * (value - mean_);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
}

void tally::merge(const tally& other) noexcept {
    if (other.count_ == 0) return;
    if (count_ == 0) {
        *this = other;
        return;
    }
    const auto mine = static_cast<double>(count_), theirs = static_cast<double>(other.count_);
    const double all = mine + theirs, apart = other.mean_ - mean_;
    mean_ += apart * (theirs / all);
    squares_ += other.squares_ + apart * apart * (mine * (theirs / all));
    count_ += other.count_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

} // namespace rondo::inline v0::sim
