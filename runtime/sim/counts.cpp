// SPDX-License-Identifier: BSL-1.0
//
// Binomial, Poisson and hypergeometric share one way to draw, Stadlober's ratio of uniforms: (u, v) uniform in
// a rectangle; v / u falls under the probabilities when 2 log u ≤ log(p(k) / p(mode)). Its width is his
// formula, and that no probability reaches out of it is tested.
#include <rondo/sim/random/counts.hpp>

#include "samplers.hpp"

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

using namespace detail;

namespace {

constexpr double by_inversion_below = 10;
constexpr double nearly_zero = 1e-18;

double as_double(std::int64_t count) noexcept { return static_cast<double>(count); }

count_hat hat_around(double mean, double variance, double log_top) noexcept {
    // 2 √(2/e) and 3 - 2 √(3/e)
    return {mean + 0.5, 1.7155277699214135 * std::sqrt(variance + 0.5) + 0.8989161620588988, log_top};
}

template <class LogProbability>
double ratio_of_uniforms(bits_ref bits, const count_hat& hat, double most, const LogProbability& log_p) {
    for (;;) {
        const double u = uniform_open(bits);
        const double k = std::floor(hat.center + hat.width * (uniform_open(bits) - 0.5) / u);
        if (k < 0 || k > most) continue;
        const double t = log_p(k) - hat.log_top;
        if (u * (4 - u) - 3 <= t) return k; // bounds of 2 log u from above and from below
        if (u * (u - t) >= 1) continue;
        if (2 * log(u) <= t) return k;
    }
}

// The k at which the probabilities from 0 on add up to u. next(k, p) gives that of k + 1.
template <class Next>
std::int64_t sum_up_to(double u, double p, double mean, double most, const Next& next) {
    double k = 0;
    while (u > p && k < most && (p > nearly_zero || k < mean)) { // beyond, u is a rounding error
        u -= p;
        p = next(k, p);
        ++k;
    }
    return static_cast<std::int64_t>(k);
}

double poisson_log_top(double mean) { return poisson_log_pmf(std::floor(mean), mean); }

std::int64_t poisson_count(double mean, const count_hat& hat, bits_ref bits) {
    if (mean < by_inversion_below)
        return sum_up_to(uniform_open(bits), exp(-mean), mean, as_double(largest_count),
                         [&](double k, double p) { return p * (mean / (k + 1)); });
    return static_cast<std::int64_t>(
        ratio_of_uniforms(bits, hat, 4e18, [&](double k) { return poisson_log_pmf(k, mean); }));
}

count_hat poisson_hat(double mean) {
    return mean < by_inversion_below ? count_hat{} : hat_around(mean, mean, poisson_log_top(mean));
}

} // namespace

bernoulli::bernoulli(double p) : p_(probability("bernoulli", "p", p)) {}

uniform_integer::uniform_integer(std::int64_t low, std::int64_t high)
    : low_(low), size_(static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1) {
    if (high < low) refuse("uniform_integer", "high", as_double(high), "at least low,", as_double(low));
}
std::int64_t uniform_integer::draw(bits_ref bits) const {
    const std::uint64_t steps = size_ == 0 ? bits() : uniform_below(bits, size_);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low_) + steps);
}
double uniform_integer::mean() const noexcept {
    return as_double(low_) + (size_ == 0 ? 0x1p64 - 1 : static_cast<double>(size_ - 1)) / 2;
}
double uniform_integer::variance() const noexcept {
    const double size = size_ == 0 ? 0x1p64 : static_cast<double>(size_);
    return (size * size - 1) / 12;
}

geometric::geometric(double p) : p_(between("geometric", "p", p, 1e-15, 1)), log_failure_(log1p(-p)) {}
std::int64_t geometric::at(double u) const noexcept {
    return static_cast<std::int64_t>(log(1 - u) / log_failure_);
}

binomial::binomial(std::int64_t trials, double p)
    : trials_(count_between("binomial", "trials", trials, 0, largest_count)),
      p_(probability("binomial", "p", p)), smaller_(std::min(p, 1 - p)) {
    const double n = as_double(trials);
    if (n * smaller_ < by_inversion_below) return;
    const double mode = std::floor((n + 1) * smaller_);
    hat_ = hat_around(n * smaller_, n * smaller_ * (1 - smaller_),
                      binomial_log_pmf(mode, n, smaller_, 1 - smaller_));
}
std::int64_t binomial::draw(bits_ref bits) const {
    const double n = as_double(trials_), p = smaller_, q = 1 - p;
    const bool swapped = p_ > 0.5;
    std::int64_t k;
    if (n * p < by_inversion_below) {
        const double u = uniform_open(bits);
        k = sum_up_to(swapped ? 1 - u : u, exp(n * log1p(-p)), n * p, n,
                      [&](double j, double f) { return f * ((n - j) / (j + 1)) * (p / q); });
    } else {
        k = static_cast<std::int64_t>(
            ratio_of_uniforms(bits, hat_, n, [&](double j) { return binomial_log_pmf(j, n, p, q); }));
    }
    return swapped ? trials_ - k : k;
}

poisson::poisson(double mean)
    : mean_(between("poisson", "mean", mean, 0, as_double(largest_count))), hat_(poisson_hat(mean)) {}
std::int64_t poisson::draw(bits_ref bits) const { return poisson_count(mean_, hat_, bits); }

negative_binomial::negative_binomial(double successes, double p)
    : successes_(positive("negative_binomial", "successes", successes)),
      p_(positive_probability("negative_binomial", "p", p)) {
    if (!(mean() <= 1e12)) refuse("negative_binomial", "mean", mean(), "at most", 1e12);
}
std::int64_t negative_binomial::draw(bits_ref bits) const {
    const double mean = standard_gamma(successes_, bits) * ((1 - p_) / p_);
    return poisson_count(mean, poisson_hat(mean), bits);
}

// C(K, k) C(N - K, n - k) / C(N, n) as a quotient of binomial probabilities, which stay exact (Loader).
double hypergeometric::log_probability(double k) const noexcept {
    const double all = as_double(population_), p = taken_ / all, q = 1 - p;
    return binomial_log_pmf(k, few_, p, q) + binomial_log_pmf(taken_ - k, all - few_, p, q) -
           binomial_log_pmf(taken_, all, p, q);
}
hypergeometric::hypergeometric(std::int64_t population, std::int64_t marked, std::int64_t drawn)
    : population_(count_between("hypergeometric", "population", population, 1, largest_count)),
      marked_(count_between("hypergeometric", "marked", marked, 0, population)),
      drawn_(count_between("hypergeometric", "drawn", drawn, 0, population)),
      few_(as_double(std::min(marked, population - marked))),
      taken_(as_double(std::min(drawn, population - drawn))) {
    if (few_ == 0 || taken_ == 0) return;
    const auto ways = static_cast<rondo::detail::uint128>(few_ + 1) * static_cast<std::uint64_t>(taken_ + 1);
    const auto mode = static_cast<std::uint64_t>(ways / static_cast<std::uint64_t>(population + 2));
    const double all = as_double(population), share = few_ / all;
    const double spread = taken_ * share * (1 - share) * ((all - taken_) / std::max(all - 1, 1.0));
    hat_ = hat_around(taken_ * share, spread, log_probability(static_cast<double>(mode)));
}
double hypergeometric::mean() const noexcept {
    return as_double(drawn_) * (as_double(marked_) / as_double(population_));
}
double hypergeometric::variance() const noexcept {
    if (population_ == 1) return 0;
    const double all = as_double(population_);
    return mean() * (1 - as_double(marked_) / all) * ((all - as_double(drawn_)) / (all - 1));
}
std::int64_t hypergeometric::draw(bits_ref bits) const {
    double k = 0;
    if (few_ != 0 && taken_ != 0)
        k = ratio_of_uniforms(bits, hat_, std::min(few_, taken_),
                              [&](double j) { return log_probability(j); });
    auto found = static_cast<std::int64_t>(k);
    if (2 * marked_ > population_)
        found = static_cast<std::int64_t>(taken_) - found; // the rarer were unmarked
    if (2 * drawn_ > population_) found = marked_ - found; // those were left behind
    return found;
}

namespace {

// (1 + x)^(…) and its inverse near exponent 1: expm1(x) / x and log1p(x) / x.
double expm1_over(double x) { return std::fabs(x) > 1e-8 ? expm1(x) / x : 1 + x / 2; }
double log1p_over(double x) { return std::fabs(x) > 1e-8 ? log1p(x) / x : 1 - x / 2; }

// The integral of t^-s from 1 to x, and its inverse.
double integral(double x, double s) {
    const double log_x = log(x);
    return expm1_over((1 - s) * log_x) * log_x;
}
double integral_inverse(double y, double s) { return exp(log1p_over(std::max(y * (1 - s), -1.0)) * y); }

// Σ k^-s to n: term by term, and from 10^4 on by Euler and Maclaurin.
double harmonic(std::int64_t n, double s) {
    const std::int64_t summed = std::min<std::int64_t>(n, 10'000);
    double sum = 0;
    for (std::int64_t k = summed; k >= 1; --k) sum += pow(as_double(k), -s);
    if (summed == n) return sum;
    const double a = as_double(summed), b = as_double(n), fa = pow(a, -s), fb = pow(b, -s);
    return sum + (integral(b, s) - integral(a, s)) + (fb - fa) / 2 - s * (fb / b - fa / a) / 12;
}

} // namespace

zipf::zipf(std::int64_t n, double exponent)
    : n_(count_between("zipf", "n", n, 1, largest_count)), exponent_(exponent) {
    if (!(exponent >= 0) || !std::isfinite(exponent))
        refuse("zipf", "exponent", exponent, "finite and at least 0");
    from_ = integral(1.5, exponent) - 1;
    to_ = integral(as_double(n) + 0.5, exponent);
    sure_ = 2 - integral_inverse(integral(2.5, exponent) - pow(2, -exponent), exponent);
}
double zipf::mean() const noexcept { return harmonic(n_, exponent_ - 1) / harmonic(n_, exponent_); }
double zipf::variance() const noexcept {
    return harmonic(n_, exponent_ - 2) / harmonic(n_, exponent_) - mean() * mean();
}
std::int64_t zipf::draw(bits_ref bits) const {
    for (;;) {
        const double area = to_ + uniform_open(bits) * (from_ - to_);
        const double x = integral_inverse(area, exponent_);
        const double k = std::clamp(std::floor(x + 0.5), 1.0, as_double(n_));
        if (k - x <= sure_ || area >= integral(k + 0.5, exponent_) - pow(k, -exponent_))
            return static_cast<std::int64_t>(k);
    }
}

} // namespace rondo::inline v0::sim
