// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/quantiles.hpp>

#include <rondo/sim/detail/law.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

void quantiles::add(double value) {
    values_.push_back(detail::finite("quantiles", "value", value));
    sorted_ = values_.size() < 2;
}

void quantiles::merge(const quantiles& other) {
    const std::size_t theirs = other.values_.size(); // other may be this
    values_.reserve(values_.size() + theirs);
    for (std::size_t i = 0; i < theirs; ++i) values_.push_back(other.values_[i]);
    sorted_ = values_.size() < 2;
}

std::span<const double> quantiles::sorted() {
    if (!sorted_) std::sort(values_.begin(), values_.end());
    sorted_ = true;
    return values_;
}

double quantiles::quantile(double p) {
    detail::probability("quantiles", "p", p);
    if (values_.empty()) return std::numeric_limits<double>::quiet_NaN();
    const std::span<const double> x = sorted();
    const double place = p * static_cast<double>(x.size() - 1);
    const auto left = static_cast<std::size_t>(place);
    if (left + 1 >= x.size()) return x.back();
    const double share = place - static_cast<double>(left);
    return x[left] == x[left + 1] ? x[left] : x[left] * (1 - share) + x[left + 1] * share;
}

} // namespace rondo::inline v0::sim
