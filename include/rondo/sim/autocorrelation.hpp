// SPDX-License-Identifier: BSL-1.0
//
// How alike neighbours in a series are. Waits of successive customers are: intervals made as if they were
// independent would be far too narrow. Batches whose means are hardly correlated are long enough.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace rondo::inline v0::sim {

/// Σ (xᵢ - m)(xᵢ₊ₗ - m) / Σ (xᵢ - m)², from -1 to 1; 1 at lag 0; NaN of a constant series.
/// Throws: value_error unless lag < size. NaN in gives NaN out.
/// Cost: O(n). Source: Box and Jenkins, the estimate that divides by n at every lag.
RONDO_API double autocorrelation(std::span<const double> series, std::size_t lag);

/// The autocorrelations at lags 0 … max_lag. Throws: value_error unless max_lag < size. Cost: O(n max_lag).
RONDO_API std::vector<double> autocorrelations(std::span<const double> series, std::size_t max_lag);

/// How many independent observations would fix the mean as well as this series does: n / (1 + 2 Σ ρₗ), summed
/// while sums of two neighbouring ρ stay positive; n of a constant series. At least 1, and more than n where
/// neighbours are opposite.
/// Throws: value_error when the series has fewer than 4 values. Source: Geyer 1992, initial positive sequence.
RONDO_API double effective_count(std::span<const double> series);

} // namespace rondo::inline v0::sim
