// SPDX-License-Identifier: BSL-1.0
//
// Exact quantiles of all that was observed: every value is kept. For streams without end see
// quantile_sketch.hpp.
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace rondo::inline v0::sim {

/// A sample that is kept whole.
/// Threads: as an int, and asking counts as changing: the values are sorted when first asked.
/// Cost: 8 bytes a value; O(n log n) for the first question after an addition.
/// Example: `sim::quantiles waits; …; double p95 = waits.quantile(0.95);`
class RONDO_API quantiles {
public:
    /// Takes a value. Throws: value_error when it is NaN or infinite.
    void add(double value);
    /// Takes all values of another one.
    void merge(const quantiles& other);
    void reset() noexcept { values_.clear(), sorted_ = true; }

    std::size_t count() const noexcept { return values_.size(); }
    /// The value below which the share p of the sample lies: between the sorted values x₀ … xₙ₋₁ at place
    /// p (n - 1), on a line from one to the next. NaN of nothing.
    /// Throws: value_error unless 0 ≤ p ≤ 1. Source: Hyndman and Fan 1996, type 7 (as R and NumPy).
    double quantile(double p);
    double median() { return quantile(0.5); }
    /// All values, in ascending order, until the next addition.
    std::span<const double> sorted();

private:
    std::vector<double> values_;
    bool sorted_ = true;
};

} // namespace rondo::inline v0::sim
