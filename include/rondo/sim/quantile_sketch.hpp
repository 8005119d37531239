// SPDX-License-Identifier: BSL-1.0
//
// Quantiles of a stream without end, in bounded memory, with an error that is known. Values are counted in
// buckets whose bounds grow by a constant factor, gamma = (1 + e) / (1 - e), so that any value of a bucket is
// within the relative error e of its middle. When values spread over more buckets than there may be,
// neighbours are joined: gamma is squared, and e becomes 2e / (1 + e²). Counts are whole numbers, so that what
// is merged in any order is the same to the last bit.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rondo::inline v0::sim {

namespace detail {

/// Counts of neighbouring buckets, from the least to the greatest that was hit.
struct bucket_row {
    void add(std::int64_t index, std::uint64_t count);
    std::size_t size_with(std::int64_t index) const noexcept; ///< buckets there would be, were index hit
    void join_neighbours();                                   ///< 2i - 1 and 2i become i
    friend bool operator==(const bucket_row&, const bucket_row&) = default;

    std::int64_t first = 0;
    std::vector<std::uint64_t> counts;
};

} // namespace detail

/// Quantiles within a relative error, of positive, negative and zero values.
/// Throws: value_error unless 10^-4 ≤ relative_error ≤ 0.5 and max_buckets ≥ 16.
/// Threads: as an int. Cost: 8 bytes a bucket that is used, at most max_buckets for each sign; about 15 ns a
/// value. With the defaults, 17 decades of values fit before the error grows.
/// Source: Masson, Rim, Lee, "DDSketch", 2019; Epicoco et al., "UDDSketch", 2020, for joining.
class RONDO_API quantile_sketch {
public:
    explicit quantile_sketch(double relative_error = 0.005, std::size_t max_buckets = 4096);

    /// Takes a value. Throws: value_error when it is NaN or infinite.
    void add(double value);
    /// Takes what another one holds. Throws: value_error unless both were made with the same arguments.
    void merge(const quantile_sketch& other);
    void reset() noexcept;

    std::uint64_t count() const noexcept { return count_; }
    /// A number within relative_error() of the value of rank ⌊p (count - 1)⌋ in the sorted stream; NaN of nothing.
    /// Throws: value_error unless 0 ≤ p ≤ 1. Cost: O(buckets).
    double quantile(double p) const;
    double median() const { return quantile(0.5); }
    /// The error at present: the one asked for, until buckets had to be joined.
    double relative_error() const noexcept;
    /// Buckets in use.
    std::size_t buckets() const noexcept { return positive_.counts.size() + negative_.counts.size(); }

    friend bool operator==(const quantile_sketch&, const quantile_sketch&) = default;

private:
    std::int64_t bucket_of(double magnitude) const noexcept;
    double middle(std::int64_t bucket) const noexcept;
    void join();

    double wanted_error_;
    double log_gamma_; ///< of the buckets as first made
    std::size_t max_buckets_;
    int joined_ = 0; ///< how often neighbours were
    std::uint64_t count_ = 0, zeros_ = 0;
    detail::bucket_row positive_, negative_;
};

} // namespace rondo::inline v0::sim
