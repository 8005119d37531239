// SPDX-License-Identifier: BSL-1.0
//
// Laws over the whole line with one peak, those that statistics derives from the normal, and the bell on a
// circle.
#pragma once

#include <rondo/sim/detail/law.hpp>

namespace rondo::inline v0::sim {

/// Normal: density exp(-(x - mean)² / 2 stddev²) / (stddev √2π).
/// Mean: mean. Variance: stddev².
/// Throws: value_error unless the mean is finite and stddev positive and finite.
/// Cost: one draw, by inversion (Wichura's AS 241); about 20 ns.
class RONDO_API normal : public detail::by_inversion<normal> {
public:
    normal(double mean, double stddev);
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return stddev_ * stddev_; }

private:
    friend detail::by_inversion<normal>;
    double at(double u) const noexcept;
    double mean_, stddev_;
};

/// A normal of which only what lies in [low, high] is kept; an end may be infinite.
/// Mean: m + s (φ(a) - φ(b)) / Z with a = (low - m) / s, b = (high - m) / s, Z = Φ(b) - Φ(a).
/// Variance: s² (1 + (aφ(a) - bφ(b)) / Z - ((φ(a) - φ(b)) / Z)²).
/// Throws: value_error unless mean is finite, stddev positive and finite, low < high, and the interval holds
/// more probability than 1e-300. Cost: one draw, by inversion, however rare the interval.
class RONDO_API truncated_normal : public detail::by_inversion<truncated_normal> {
public:
    truncated_normal(double mean, double stddev, double low, double high);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<truncated_normal>;
    double at(double u) const noexcept;
    double mean_, stddev_, low_, high_;
    double from_, mass_; ///< P(Z ≤ a) and Z, mirrored into the lower tail, where probabilities have digits
    bool mirrored_;
};

/// Laplace: density exp(-|x - location| / scale) / (2 scale), two exponentials back to back.
/// Mean: location. Variance: 2 scale².
/// Throws: value_error unless location is finite, scale positive and finite. Cost: one draw, by inversion.
class RONDO_API laplace : public detail::by_inversion<laplace> {
public:
    laplace(double location, double scale);
    double mean() const noexcept { return location_; }
    double variance() const noexcept { return 2 * scale_ * scale_; }

private:
    friend detail::by_inversion<laplace>;
    double at(double u) const noexcept;
    double location_, scale_;
};

/// Logistic: P(X ≤ x) = 1 / (1 + exp(-(x - location) / scale)).
/// Mean: location. Variance: π² scale² / 3.
/// Throws: value_error unless location is finite, scale positive and finite. Cost: one draw, by inversion.
class RONDO_API logistic : public detail::by_inversion<logistic> {
public:
    logistic(double location, double scale);
    double mean() const noexcept { return location_; }
    double variance() const noexcept;

private:
    friend detail::by_inversion<logistic>;
    double at(double u) const noexcept;
    double location_, scale_;
};

/// Johnson's SU: location + scale sinh((Z - gamma) / delta), Z normal: any skewness, tails heavier than
/// normal. Mean: location - scale exp(1/2δ²) sinh(γ/δ).
/// Variance: scale²/2 (w - 1)(w cosh(2γ/δ) + 1), w = exp(1/δ²).
/// Throws: value_error unless gamma, location are finite, delta, scale positive and finite.
/// Cost: one draw, by inversion. Source: Johnson 1949.
class RONDO_API johnson_su : public detail::by_inversion<johnson_su> {
public:
    johnson_su(double gamma, double delta, double location = 0, double scale = 1);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<johnson_su>;
    double at(double u) const noexcept;
    double gamma_, delta_, location_, scale_;
};

/// χ²: the sum of `freedom` squares of standard normals.
/// Mean: freedom. Variance: 2 freedom.
/// Throws: value_error unless freedom is positive and finite. Cost: that of gamma(freedom / 2, 2).
class RONDO_API chi_squared : public detail::by_rejection<chi_squared> {
public:
    explicit chi_squared(double freedom);
    double mean() const noexcept { return freedom_; }
    double variance() const noexcept { return 2 * freedom_; }

private:
    friend detail::by_rejection<chi_squared>;
    double draw(detail::bits_ref bits) const;
    double freedom_;
};

/// Student's t: Z / √(χ²/freedom).
/// Mean: 0 for freedom > 1, else NaN, for there is none. Variance: freedom / (freedom - 2) for freedom > 2;
/// infinite down to 1; below NaN.
/// Throws: value_error unless freedom is positive and finite. Cost: a normal and a gamma.
class RONDO_API student_t : public detail::by_rejection<student_t> {
public:
    explicit student_t(double freedom);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<student_t>;
    double draw(detail::bits_ref bits) const;
    double freedom_;
};

/// Fisher's F: (χ²₁/freedom1) / (χ²₂/freedom2).
/// Mean: d₂ / (d₂ - 2) for d₂ > 2, else infinite. Variance: 2d₂²(d₁ + d₂ - 2) / (d₁(d₂ - 2)²(d₂ - 4)) for
/// d₂ > 4; infinite down to 2; below NaN.
/// Throws: value_error unless both are positive and finite. Cost: two gammas.
class RONDO_API fisher_f : public detail::by_rejection<fisher_f> {
public:
    fisher_f(double freedom1, double freedom2);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<fisher_f>;
    double draw(detail::bits_ref bits) const;
    double freedom1_, freedom2_;
};

/// von Mises: an angle around `direction`, in radians; density ∝ exp(concentration cos(x - direction)).
/// Variates lie in [direction - π, direction + π].
/// Mean: direction. circular_variance: 1 - I₁(k) / I₀(k), from 0, all one way, to 1, no way preferred.
/// Throws: value_error unless direction is finite and concentration finite and not negative.
/// Cost: three draws or so; above a concentration of 10⁶ a normal, below 10⁻⁸ uniform. Source: Best and Fisher 1979.
class RONDO_API von_mises : public detail::by_rejection<von_mises> {
public:
    von_mises(double direction, double concentration);
    double mean() const noexcept { return direction_; }
    double circular_variance() const noexcept;

private:
    friend detail::by_rejection<von_mises>;
    double draw(detail::bits_ref bits) const;
    double direction_, concentration_;
    double r_; ///< of the wrapped Cauchy that envelops it
};

} // namespace rondo::inline v0::sim
