// SPDX-License-Identifier: BSL-1.0
//
// Laws of extremes: tails so heavy that a mean or a variance may be infinite, and the largest of many.
#pragma once

#include <rondo/sim/detail/law.hpp>

namespace rondo::inline v0::sim {

/// Pareto: P(X > x) = (scale / x)^shape for x ≥ scale: sizes of files, of cities, of fortunes.
/// Mean: shape scale / (shape - 1), infinite for shape ≤ 1.
/// Variance: scale² shape / ((shape - 1)² (shape - 2)), infinite for shape ≤ 2.
/// Throws: value_error unless both are positive and finite. Cost: one draw, by inversion.
class RONDO_API pareto : public detail::by_inversion<pareto> {
public:
    pareto(double shape, double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<pareto>;
    double at(double u) const noexcept;
    double shape_, scale_;
};

/// Cauchy: density 1 / (π scale (1 + ((x - location) / scale)²)). Its averages do not settle.
/// Mean and variance: NaN, for there is none.
/// Throws: value_error unless location is finite, scale positive and finite. Cost: one draw, by inversion.
class RONDO_API cauchy : public detail::by_inversion<cauchy> {
public:
    cauchy(double location, double scale);
    double mean() const noexcept { return std::numeric_limits<double>::quiet_NaN(); }
    double variance() const noexcept { return std::numeric_limits<double>::quiet_NaN(); }

private:
    friend detail::by_inversion<cauchy>;
    double at(double u) const noexcept;
    double location_, scale_;
};

/// Gumbel: P(X ≤ x) = exp(-exp(-(x - location) / scale)), the largest of many with light tails.
/// Mean: location + 0.5772… scale. Variance: π² scale² / 6.
/// Throws: value_error unless location is finite, scale positive and finite. Cost: one draw, by inversion.
class RONDO_API gumbel : public detail::by_inversion<gumbel> {
public:
    gumbel(double location, double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<gumbel>;
    double at(double u) const noexcept;
    double location_, scale_;
};

/// Fréchet: P(X ≤ x) = exp(-(x / scale)^-shape) for x > 0, the largest of many with heavy tails.
/// Mean: scale Γ(1 - 1/shape), infinite for shape ≤ 1. Variance: scale² (Γ(1 - 2/shape) - Γ(1 - 1/shape)²),
/// infinite for shape ≤ 2.
/// Throws: value_error unless both are positive and finite. Cost: one draw, by inversion.
class RONDO_API frechet : public detail::by_inversion<frechet> {
public:
    frechet(double shape, double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<frechet>;
    double at(double u) const noexcept;
    double shape_, scale_;
};

/// Log-logistic: P(X ≤ x) = 1 / (1 + (x / scale)^-shape) for x > 0; scale is the median.
/// Mean: scale b / sin b with b = π / shape, infinite for shape ≤ 1.
/// Variance: scale² (2b / sin 2b - b² / sin² b), infinite for shape ≤ 2.
/// Throws: value_error unless both are positive and finite. Cost: one draw, by inversion.
class RONDO_API log_logistic : public detail::by_inversion<log_logistic> {
public:
    log_logistic(double shape, double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<log_logistic>;
    double at(double u) const noexcept;
    double shape_, scale_;
};

} // namespace rondo::inline v0::sim
