// SPDX-License-Identifier: BSL-1.0
//
// Laws of how long: times between arrivals, of service, until failure. All are positive.
#pragma once

#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/detail/portable_math.hpp>

#include <initializer_list>
#include <span>
#include <vector>

namespace rondo::inline v0::sim {

/// Time until the next event of a Poisson process: P(X > x) = exp(-x / mean). Without memory.
/// Mean: mean. Variance: mean².
/// Throws: value_error unless the mean is positive and finite. Cost: one draw, by inversion; about 10 ns.
/// Example: `sim::exponential between(2.5); double next = between(bits);`
class RONDO_API exponential : public detail::by_inversion<exponential> {
public:
    explicit exponential(double mean);
    /// The same law by its rate, 1 / mean: events per unit of time, as Python's expovariate takes it.
    static exponential of_rate(double rate);
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return mean_ * mean_; }

private:
    friend detail::by_inversion<exponential>;
    double at(double u) const noexcept {
        return mean_ * -detail::log(1 - u);
    } // a product alone: no contraction
    double mean_;
};

/// Sum of `stages` exponential times that together have the mean.
/// Mean: mean. Variance: mean² / stages.
/// Throws: value_error unless 1 ≤ stages ≤ 10^15 and the mean is positive and finite.
/// Cost: a draw for each stage and one logarithm, up to 12 stages; then as gamma.
class RONDO_API erlang : public detail::by_rejection<erlang> {
public:
    erlang(std::int64_t stages, double mean);
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return mean_ * mean_ / static_cast<double>(stages_); }

private:
    friend detail::by_rejection<erlang>;
    double draw(detail::bits_ref bits) const;
    std::int64_t stages_;
    double mean_;
};

/// Gamma: density ∝ x^(shape-1) exp(-x / scale).
/// Mean: shape scale. Variance: shape scale².
/// Throws: value_error unless both are positive and finite. A shape far below 1 may give 0: the true value is
/// then less than any double. Cost: about 2.1 draws. Source: Marsaglia and Tsang 2000; for shape < 1 times
/// U^(1/shape).
class RONDO_API gamma : public detail::by_rejection<gamma> {
public:
    gamma(double shape, double scale);
    double mean() const noexcept { return shape_ * scale_; }
    double variance() const noexcept { return shape_ * scale_ * scale_; }

private:
    friend detail::by_rejection<gamma>;
    double draw(detail::bits_ref bits) const;
    double shape_, scale_;
};

/// Weibull: P(X > x) = exp(-(x / scale)^shape). Shape < 1: failures of infancy; > 1: of age.
/// Mean: scale Γ(1 + 1/shape). Variance: scale² Γ(1 + 2/shape) - mean².
/// Throws: value_error unless both are positive and finite. Cost: one draw, by inversion.
class RONDO_API weibull : public detail::by_inversion<weibull> {
public:
    weibull(double shape, double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<weibull>;
    double at(double u) const noexcept;
    double shape_, scale_;
};

/// Rayleigh: P(X > x) = exp(-x² / 2 scale²), the length of a vector of two normal components.
/// Mean: scale √(π/2). Variance: scale² (4 - π) / 2.
/// Throws: value_error unless the scale is positive and finite. Cost: one draw, by inversion.
class RONDO_API rayleigh : public detail::by_inversion<rayleigh> {
public:
    explicit rayleigh(double scale);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<rayleigh>;
    double at(double u) const noexcept;
    double scale_;
};

/// Lognormal: exp of a normal with mean mu and standard deviation sigma.
/// Mean: exp(mu + sigma²/2). Variance: (exp(sigma²) - 1) mean².
/// Throws: value_error unless mu is finite and sigma positive and finite. Cost: one draw, by inversion.
class RONDO_API lognormal : public detail::by_inversion<lognormal> {
public:
    lognormal(double mu, double sigma);
    /// The lognormal that has this mean and standard deviation itself.
    static lognormal of_moments(double mean, double stddev);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<lognormal>;
    double at(double u) const noexcept;
    double mu_, sigma_;
};

/// Inverse Gaussian (Wald): when a drifting random walk first reaches a level.
/// Density √(shape / 2πx³) exp(-shape (x - mean)² / 2 mean² x). Mean: mean. Variance: mean³ / shape.
/// Throws: value_error unless both are positive and finite. Cost: two draws.
/// Source: Michael, Schucany, Haas 1976.
class RONDO_API inverse_gaussian : public detail::by_rejection<inverse_gaussian> {
public:
    inverse_gaussian(double mean, double shape);
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return mean_ * mean_ * mean_ / shape_; }

private:
    friend detail::by_rejection<inverse_gaussian>;
    double draw(detail::bits_ref bits) const;
    double mean_, shape_;
};

/// One of several exponentials, chosen with the given weights: more variable than an exponential.
/// Mean: Σ pᵢ meanᵢ. Variance: Σ 2 pᵢ meanᵢ² - mean².
/// Throws: value_error unless there are as many weights as means, one at least, weights finite and not
/// negative with a positive sum (they need not add up to 1), means positive and finite. Cost: two draws.
class RONDO_API hyperexponential : public detail::by_rejection<hyperexponential> {
public:
    hyperexponential(std::span<const double> weights, std::span<const double> means);
    hyperexponential(std::initializer_list<double> weights, std::initializer_list<double> means)
        : hyperexponential(std::span(weights.begin(), weights.size()),
                           std::span(means.begin(), means.size())) {}
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<hyperexponential>;
    double draw(detail::bits_ref bits) const;
    struct branch {
        double up_to; ///< P(this branch or one before it)
        double probability, mean;
    };
    std::vector<branch> branches_;
};

} // namespace rondo::inline v0::sim
