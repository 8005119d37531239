// SPDX-License-Identifier: BSL-1.0
//
// Laws over an interval: all that is known of a duration is often its least, its greatest and its likeliest.
#pragma once

#include <rondo/sim/detail/law.hpp>

namespace rondo::inline v0::sim {

/// Always the same value: a law that takes no draw, to stand where another would.
/// Mean: value. Variance: 0. Throws: value_error unless the value is finite.
class RONDO_API constant {
public:
    explicit constant(double value);
    template <uniform_bits Bits>
    double operator()(Bits&) const noexcept {
        return value_;
    }
    double mean() const noexcept { return value_; }
    double variance() const noexcept { return 0; }

private:
    double value_;
};

/// Every number between two, equally likely: density 1 / (high - low).
/// Mean: (low + high) / 2. Variance: (high - low)² / 12.
/// Throws: value_error unless low < high, both finite. Cost: one draw, by inversion.
/// Example: `random_stream bits(42); double minutes = sim::uniform(2, 5)(bits);`
class RONDO_API uniform : public detail::by_inversion<uniform> {
public:
    uniform(double low, double high);
    double mean() const noexcept { return low_ + width_ / 2; }
    double variance() const noexcept { return width_ * width_ / 12; }

private:
    friend detail::by_inversion<uniform>;
    double at(double u) const noexcept;
    double low_, width_;
};

/// A density that rises on a line from low to mode and falls on a line to high.
/// Mean: (low + mode + high) / 3. Variance: (l² + m² + h² - lm - lh - mh) / 18.
/// Throws: value_error unless low ≤ mode ≤ high and low < high, all finite. Cost: one draw, by inversion.
class RONDO_API triangular : public detail::by_inversion<triangular> {
public:
    triangular(double low, double mode, double high);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<triangular>;
    double at(double u) const noexcept;
    double low_, mode_, high_;
    double turn_; ///< P(X ≤ mode)
};

/// Beta: density ∝ y^(a-1) (1-y)^(b-1), where y = (x - low) / (high - low).
/// Mean: low + width a / (a + b). Variance: width² ab / ((a + b)² (a + b + 1)).
/// Throws: value_error unless a, b > 0 and low < high, all finite. Cost: two gammas; for a, b ≤ 1 by
/// rejection. Source: Jöhnk 1964 for a, b ≤ 1; else X / (X + Y) of two gammas.
class RONDO_API beta : public detail::by_rejection<beta> {
public:
    beta(double a, double b, double low = 0, double high = 1);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<beta>;
    friend class pert;
    double draw(detail::bits_ref bits) const;
    double a_, b_, low_, width_;
};

/// PERT, a smooth triangular: beta with a = 1 + weight (mode - low) / width, b = 1 + weight (high - mode) /
/// width. Mean: (low + weight mode + high) / (weight + 2). Variance: that of the beta, about
/// (mean - low)(high - mean) / (weight + 3).
/// Throws: value_error unless low ≤ mode ≤ high, low < high and weight > 0, all finite. Cost: that of beta.
/// Source: Malcolm et al. 1959 (weight 4); Vose for other weights.
class RONDO_API pert : public detail::by_rejection<pert> {
public:
    pert(double low, double mode, double high, double weight = 4);
    double mean() const noexcept { return beta_.mean(); }
    double variance() const noexcept { return beta_.variance(); }

private:
    friend detail::by_rejection<pert>;
    double draw(detail::bits_ref bits) const { return beta_.draw(bits); }
    beta beta_;
};

} // namespace rondo::inline v0::sim
