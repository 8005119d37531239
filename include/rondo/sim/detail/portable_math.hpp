// SPDX-License-Identifier: BSL-1.0
//
// The few functions that the laws draw with, from +, -, *, / and sqrt alone: those IEEE 754 rounds correctly,
// so that a seed gives the same bits with every compiler and C library. (The C library's own log differs
// between versions, and between processors with and without fused multiply-add.) portable_math.cpp is
// compiled without contraction; nothing here may become inline, lest a user's flags contract it.
// log and exp are within 2 ulp of the exact value, the others within 4 except where said.
#pragma once

#include <rondo/base/config.hpp>

#include <cstdint>

namespace rondo::inline v0::sim::detail {

RONDO_API double log(double x) noexcept;
RONDO_API double log1p(double x) noexcept;
RONDO_API double exp(double x) noexcept;
RONDO_API double expm1(double x) noexcept;
/// exp(y log x), for x ≥ 0: about 1 + |y log x| ulp.
RONDO_API double pow(double x, double y) noexcept;
/// sin(πx) and cos(πx) for |x| ≤ 1.
RONDO_API double sin_pi(double x) noexcept;
RONDO_API double cos_pi(double x) noexcept;
/// arc cosine, in [0, π], for |x| ≤ 1.
RONDO_API double acos(double x) noexcept;
/// log Γ(x), for x > 0. Absolute error about 1e-15 max(1, |log Γ(x)|).
RONDO_API double log_gamma(double x) noexcept;

/// P(Z ≤ x) for a standard normal Z; relative error below 3e-13 also in the lower tail.
RONDO_API double normal_cdf(double x) noexcept;
/// The inverse of normal_cdf, for 0 < p < 1. Source: Wichura, algorithm AS 241 (PPND16), 1988.
RONDO_API double normal_quantile(double p) noexcept;

/// log P(X = k) without cancellation for large arguments. Source: Loader, "Fast and accurate computation of
/// binomial probabilities", 2000. Whole numbers as doubles, up to 2^53.
RONDO_API double poisson_log_pmf(double k, double mean) noexcept;
RONDO_API double binomial_log_pmf(double k, double n, double p, double q) noexcept;

} // namespace rondo::inline v0::sim::detail
