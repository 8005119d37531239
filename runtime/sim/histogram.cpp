// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/histogram.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/detail/law.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

namespace {

std::size_t checked_bins(std::size_t bins) {
    if (bins == 0) detail::refuse("histogram", "bins", 0, "at least 1");
    return bins;
}

} // namespace

histogram::histogram(double low, double high, std::size_t bins)
    : low_(detail::finite("histogram", "low", low)), high_(detail::above("histogram", "high", high, low)),
      weights_(checked_bins(bins), 0.0) {
    detail::positive("histogram", "high - low", high - low);
}

double histogram::edge(std::size_t index) const noexcept {
    if (index == bins()) return high_;
    return low_ + (high_ - low_) * (static_cast<double>(index) / static_cast<double>(bins()));
}

void histogram::add(double value, double weight) {
    if (value != value) detail::refuse("histogram", "value", value, "a number");
    if (!(weight >= 0) || !std::isfinite(weight))
        detail::refuse("histogram", "weight", weight, "finite and at least 0");
    if (value < low_) {
        below_ += weight;
    } else if (value >= high_) {
        above_ += weight;
    } else {
        const double place = (value - low_) / (high_ - low_) * static_cast<double>(bins());
        std::size_t index = std::min(static_cast<std::size_t>(place), bins() - 1);
        if (value < edge(index))
            --index; // rounding, next to an edge
        else if (value >= edge(index + 1))
            ++index;
        weights_[index] += weight;
    }
}

void histogram::merge(const histogram& other) {
    if (low_ != other.low_ || high_ != other.high_ || bins() != other.bins())
        throw value_error("histogram: merge of one with other edges: low, high and bins must be the same");
    for (std::size_t i = 0; i < bins(); ++i) weights_[i] += other.weights_[i];
    below_ += other.below_;
    above_ += other.above_;
}

void histogram::reset() noexcept {
    std::fill(weights_.begin(), weights_.end(), 0.0);
    below_ = above_ = 0;
}

double histogram::total() const noexcept {
    double sum = below_;
    for (const double weight : weights_) sum += weight;
    return sum + above_;
}

double histogram::fraction(std::size_t index) const noexcept {
    const double all = total();
    return all > 0 ? weights_[index] / all : 0;
}

double histogram::quantile(double p) const {
    detail::probability("histogram", "p", p);
    const double all = total();
    if (!(all > 0)) return std::numeric_limits<double>::quiet_NaN();
    double rest = p * all - below_;
    if (rest <= 0 && below_ > 0) return low_;
    double upper = low_;
    for (std::size_t i = 0; i < bins(); ++i) {
        if (weights_[i] == 0) continue;
        upper = edge(i + 1);
        if (rest <= weights_[i]) return edge(i) + (upper - edge(i)) * (std::max(rest, 0.0) / weights_[i]);
        rest -= weights_[i];
    }
    return above_ > 0 ? high_ : upper; // without any above, what is left of rest is rounding
}

} // namespace rondo::inline v0::sim
