// SPDX-License-Identifier: BSL-1.0
//
// Laws of whole numbers. Variates are std::int64_t; parameters that count are at most 10^15, so that a count
// and its neighbours are doubles exactly.
#pragma once

#include <rondo/sim/detail/law.hpp>

#include <cstdint>

namespace rondo::inline v0::sim {

namespace detail {

/// Around which, how widely and how high the probabilities stand: what the ratio of uniforms draws under.
struct count_hat {
    double center = 0, width = 0;
    double log_top = 0; ///< the logarithm of the largest probability
};

} // namespace detail

/// True with the probability given.
/// Mean: p. Variance: p (1 - p). Throws: value_error unless 0 ≤ p ≤ 1. Cost: one draw, by inversion.
/// Example: `if (sim::bernoulli(0.02)(bits)) fails();`
class RONDO_API bernoulli : public detail::by_inversion<bernoulli> {
public:
    explicit bernoulli(double p);
    double mean() const noexcept { return p_; }
    double variance() const noexcept { return p_ * (1 - p_); }

private:
    friend detail::by_inversion<bernoulli>;
    bool at(double u) const noexcept { return u > 1 - p_; }
    double p_;
};

/// Every whole number from low to high, both included, equally likely: a die is uniform_integer(1, 6).
/// Mean: (low + high) / 2. Variance: ((high - low + 1)² - 1) / 12.
/// Throws: value_error unless low ≤ high. Cost: one draw, seldom two; monotone in it.
class RONDO_API uniform_integer : public detail::by_rejection<uniform_integer> {
public:
    uniform_integer(std::int64_t low, std::int64_t high);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<uniform_integer>;
    std::int64_t draw(detail::bits_ref bits) const;
    std::int64_t low_;
    std::uint64_t size_; ///< 0: all 2^64
};

/// Failures before the first success: P(X = k) = p (1 - p)^k, k = 0, 1 …
/// Mean: (1 - p) / p. Variance: (1 - p) / p².
/// Throws: value_error unless 10^-15 ≤ p ≤ 1. Cost: one draw, by inversion.
class RONDO_API geometric : public detail::by_inversion<geometric> {
public:
    explicit geometric(double p);
    double mean() const noexcept { return (1 - p_) / p_; }
    double variance() const noexcept { return (1 - p_) / (p_ * p_); }

private:
    friend detail::by_inversion<geometric>;
    std::int64_t at(double u) const noexcept;
    double p_;
    double log_failure_; ///< log(1 - p)
};

/// Successes in `trials` independent trials: P(X = k) = C(n, k) p^k (1 - p)^(n-k).
/// Mean: np. Variance: np (1 - p).
/// Throws: value_error unless 0 ≤ trials ≤ 10^15 and 0 ≤ p ≤ 1.
/// Cost: where n min(p, 1 - p) < 10, one draw, by inversion; else about 2.7 draws.
/// Source: Stadlober 1990 (ratio of uniforms); Loader 2000 for the probabilities.
class RONDO_API binomial : public detail::by_rejection<binomial> {
public:
    binomial(std::int64_t trials, double p);
    double mean() const noexcept { return static_cast<double>(trials_) * p_; }
    double variance() const noexcept { return mean() * (1 - p_); }

private:
    friend detail::by_rejection<binomial>;
    std::int64_t draw(detail::bits_ref bits) const;
    std::int64_t trials_;
    double p_;
    double smaller_; ///< p or 1 - p
    detail::count_hat hat_;
};

/// Events of a Poisson process in a time that has `mean` on average: P(X = k) = exp(-mean) mean^k / k!.
/// Mean: mean. Variance: mean.
/// Throws: value_error unless 0 ≤ mean ≤ 10^15. Cost: for a mean below 10 one draw, by inversion; else about
/// 2.7 draws. Source: as binomial.
class RONDO_API poisson : public detail::by_rejection<poisson> {
public:
    explicit poisson(double mean);
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return mean_; }

private:
    friend detail::by_rejection<poisson>;
    std::int64_t draw(detail::bits_ref bits) const;
    double mean_;
    detail::count_hat hat_;
};

/// Failures before success number `successes`, which need not be whole: P(X = k) = C(k + r - 1, k) p^r (1 - p)^k.
/// Mean: r (1 - p) / p. Variance: r (1 - p) / p².
/// Throws: value_error unless successes is positive, 0 < p ≤ 1, and the mean is at most 10^12.
/// Cost: a gamma and a Poisson.
class RONDO_API negative_binomial : public detail::by_rejection<negative_binomial> {
public:
    negative_binomial(double successes, double p);
    double mean() const noexcept { return successes_ * (1 - p_) / p_; }
    double variance() const noexcept { return mean() / p_; }

private:
    friend detail::by_rejection<negative_binomial>;
    std::int64_t draw(detail::bits_ref bits) const;
    double successes_, p_;
};

/// Marked ones among `drawn` that are taken, without putting back, from `population` of which `marked` are
/// marked: P(X = k) = C(K, k) C(N - K, n - k) / C(N, n).
/// Mean: nK / N. Variance: n (K/N) (1 - K/N) (N - n) / (N - 1).
/// Throws: value_error unless 0 ≤ marked, drawn ≤ population ≤ 10^15 and 1 ≤ population.
/// Cost: about 2.7 draws. Source: Stadlober 1990.
class RONDO_API hypergeometric : public detail::by_rejection<hypergeometric> {
public:
    hypergeometric(std::int64_t population, std::int64_t marked, std::int64_t drawn);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<hypergeometric>;
    std::int64_t draw(detail::bits_ref bits) const;
    double log_probability(double k) const noexcept; ///< of the reduced problem
    std::int64_t population_, marked_, drawn_;
    double few_, taken_; ///< reduced by symmetry: the rarer kind, and the smaller part
    detail::count_hat hat_;
};

/// Zipf: P(X = k) ∝ k^-exponent, k = 1 … n: how often the k-th most frequent is asked for.
/// Mean: H(n, s - 1) / H(n, s), where H(n, s) = Σ k^-s. Variance: H(n, s - 2) / H(n, s) - mean².
/// Throws: value_error unless 1 ≤ n ≤ 10^15 and the exponent is finite and not negative.
/// Cost: about 1.2 draws, whatever n. mean and variance: up to 10^4 powers each.
/// Source: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", 1996.
class RONDO_API zipf : public detail::by_rejection<zipf> {
public:
    zipf(std::int64_t n, double exponent);
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_rejection<zipf>;
    std::int64_t draw(detail::bits_ref bits) const;
    std::int64_t n_;
    double exponent_;
    double from_, to_; ///< the integral of x^-s at the ends of the hat
    double sure_;      ///< what lies this little below its whole number needs no further test
};

} // namespace rondo::inline v0::sim
