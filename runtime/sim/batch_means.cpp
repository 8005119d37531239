// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/batch_means.hpp>

#include <rondo/sim/autocorrelation.hpp>
#include <rondo/sim/detail/law.hpp>

namespace rondo::inline v0::sim {

batch_means::batch_means(std::size_t least_batches) : least_(least_batches) {
    if (least_batches < 2)
        detail::refuse("batch_means", "least_batches", static_cast<double>(least_batches), "at least 2");
}

void batch_means::add(double value) {
    detail::finite("batch_means", "observation", value);
    open_.add(value);
    if (open_.count() < batch_size_) return;
    means_.push_back(open_.mean());
    open_.reset();
    if (means_.size() < 2 * least_) return;
    for (std::size_t i = 0; i < least_; ++i) means_[i] = (means_[2 * i] + means_[2 * i + 1]) / 2;
    means_.resize(least_);
    batch_size_ *= 2;
}

void batch_means::reset() noexcept {
    batch_size_ = 1;
    open_.reset();
    means_.clear();
}

interval batch_means::interval(double confidence) const {
    tally all;
    for (const double mean : means_) all.add(mean);
    return t_interval(all, confidence);
}

double batch_means::lag1() const {
    return means_.size() < 3 ? std::numeric_limits<double>::quiet_NaN() : autocorrelation(means_, 1);
}

} // namespace rondo::inline v0::sim
