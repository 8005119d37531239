// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/quantile_sketch.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/detail/portable_math.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

namespace {

// ⌈index / 2^times⌉: 2i - 1 and 2i become i, so often.
std::int64_t joined_index(std::int64_t index, int times) noexcept { return -((-index) >> times); }

} // namespace

void detail::bucket_row::add(std::int64_t index, std::uint64_t count) {
    if (counts.empty()) first = index;
    if (index < first) {
        counts.insert(counts.begin(), static_cast<std::size_t>(first - index), 0);
        first = index;
    }
    const auto at = static_cast<std::size_t>(index - first);
    if (at >= counts.size()) counts.resize(at + 1, 0);
    counts[at] += count;
}

std::size_t detail::bucket_row::size_with(std::int64_t index) const noexcept {
    if (counts.empty()) return 1;
    const std::int64_t last = first + static_cast<std::int64_t>(counts.size()) - 1;
    return static_cast<std::size_t>(std::max(last, index) - std::min(first, index)) + 1;
}

void detail::bucket_row::join_neighbours() {
    bucket_row joined;
    for (std::size_t i = 0; i < counts.size(); ++i)
        joined.add(joined_index(first + static_cast<std::int64_t>(i), 1), counts[i]);
    *this = std::move(joined);
}

quantile_sketch::quantile_sketch(double relative_error, std::size_t max_buckets)
    : wanted_error_(detail::between("quantile_sketch", "relative_error", relative_error, 1e-4, 0.5)),
      log_gamma_(detail::log((1 + relative_error) / (1 - relative_error))), max_buckets_(max_buckets) {
    if (max_buckets < 16)
        detail::refuse("quantile_sketch", "max_buckets", static_cast<double>(max_buckets), "at least 16");
}

// Bucket i holds gamma^(i - 1) < x ≤ gamma^i. Joining once more halves the index, so the buckets of any stage
// follow from those first made.
std::int64_t quantile_sketch::bucket_of(double magnitude) const noexcept {
    return joined_index(static_cast<std::int64_t>(std::ceil(detail::log(magnitude) / log_gamma_)), joined_);
}

// 2 gamma^i / (gamma + 1) is as far from the one bound as from the other, relatively.
double quantile_sketch::middle(std::int64_t bucket) const noexcept {
    const double log_gamma = log_gamma_ * static_cast<double>(std::int64_t(1) << joined_);
    const double lower = static_cast<double>(bucket - 1) * log_gamma;
    const double value = 2 * detail::exp(lower - detail::log1p(detail::exp(-log_gamma)));
    return std::min(value, std::numeric_limits<double>::max());
}

double quantile_sketch::relative_error() const noexcept {
    double error = wanted_error_;
    for (int i = 0; i < joined_; ++i) error = 2 * error / (1 + error * error);
    return error;
}

void quantile_sketch::join() {
    positive_.join_neighbours();
    negative_.join_neighbours();
    ++joined_;
}

void quantile_sketch::add(double value) {
    detail::finite("quantile_sketch", "value", value);
    ++count_;
    if (value == 0) {
        ++zeros_;
        return;
    }
    detail::bucket_row& row = value > 0 ? positive_ : negative_;
    std::int64_t bucket = bucket_of(std::fabs(value));
    while (row.size_with(bucket) > max_buckets_) { // before it grows, so that memory is bounded at any time
        join();
        bucket = joined_index(bucket, 1);
    }
    row.add(bucket, 1);
}

void quantile_sketch::merge(const quantile_sketch& other) {
    if (wanted_error_ != other.wanted_error_ || max_buckets_ != other.max_buckets_)
        throw value_error("quantile_sketch: merge of one made with another relative_error or max_buckets");
    quantile_sketch theirs = other;
    const auto too_many = [&](const detail::bucket_row& mine, const detail::bucket_row& more) {
        if (more.counts.empty() || mine.counts.empty()) return false;
        const std::int64_t first = std::min(mine.first, more.first);
        return std::max(mine.size_with(first), more.size_with(first)) > max_buckets_;
    };
    while (joined_ < theirs.joined_) join();
    while (theirs.joined_ < joined_) theirs.join();
    while (too_many(positive_, theirs.positive_) || too_many(negative_, theirs.negative_)) {
        join();
        theirs.join();
    }
    const auto take = [](detail::bucket_row& mine, const detail::bucket_row& more) {
        for (std::size_t i = 0; i < more.counts.size(); ++i)
            mine.add(more.first + static_cast<std::int64_t>(i), more.counts[i]);
    };
    take(positive_, theirs.positive_);
    take(negative_, theirs.negative_);
    zeros_ += theirs.zeros_;
    count_ += theirs.count_;
}

void quantile_sketch::reset() noexcept {
    joined_ = 0;
    count_ = zeros_ = 0;
    positive_ = negative_ = {};
}

double quantile_sketch::quantile(double p) const {
    detail::probability("quantile_sketch", "p", p);
    if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
    // Counted from below: large negatives first, then zeros, then positives.
    auto before = static_cast<std::uint64_t>(p * static_cast<double>(count_ - 1));
    for (std::size_t i = negative_.counts.size(); i-- > 0;) {
        if (before < negative_.counts[i]) return -middle(negative_.first + static_cast<std::int64_t>(i));
        before -= negative_.counts[i];
    }
    if (before < zeros_) return 0;
    before -= zeros_;
    for (std::size_t i = 0; i < positive_.counts.size(); ++i) {
        if (before < positive_.counts[i]) return middle(positive_.first + static_cast<std::int64_t>(i));
        before -= positive_.counts[i];
    }
    return middle(positive_.first + static_cast<std::int64_t>(positive_.counts.size()) - 1);
}

} // namespace rondo::inline v0::sim
