// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/confidence.hpp>

#include <rondo/sim/detail/law.hpp>
#include <rondo/sim/detail/portable_math.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rondo::inline v0::sim {

namespace {

using detail::exp, detail::log, detail::log1p, detail::log_gamma;

double open_probability(const char* who, const char* parameter, double p) {
    if (!(p > 0 && p < 1)) detail::refuse(who, parameter, p, "greater than 0 and less than 1");
    return p;
}

// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated forwards by
// Lentz's method. It converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
    constexpr double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::fabs(d) < tiny ? tiny : d);
    double value = d;
    for (double m = 1; m < 20'000; ++m) {
        const double terms[] = {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))};
        double factor = 1;
        for (const double term : terms) {
            d = 1 + term * d;
            d = 1 / (std::fabs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            if (std::fabs(c) < tiny) c = tiny;
            factor = c * d;
            value *= factor;
        }
        if (std::fabs(factor - 1) < 1e-16) break;
    }
    return value;
}

// log B(a, 1/2); for large a by the series of the quotient Γ(a) / Γ(a + 1/2), whose logarithms would cancel.
double log_beta_with_half(double a) {
    const double log_gamma_half = log_gamma(0.5);
    if (a < 30) return log_gamma(a) + log_gamma_half - log_gamma(a + 0.5);
    const double z = 1 / (a * a);
    const double series = (1.0 / 8 - z * (1.0 / 192 - z * (1.0 / 640 - z * (17.0 / 14336)))) / a;
    return log_gamma_half - 0.5 * log(a) + series;
}

// What a t distribution has above t > 0, and its density there. x = freedom / (freedom + t²), y = 1 - x.
struct student_tail {
    double above, density;
};

student_tail tail_of(double t, double freedom) {
    const double half = freedom / 2, ratio = t * t / freedom;
    const double log_x = -log1p(ratio), y = ratio / (1 + ratio), x = 1 / (1 + ratio);
    const double log_beta = log_beta_with_half(half);
    const double density = exp((half + 0.5) * log_x - log_beta) / std::sqrt(freedom);
    const double front = exp(half * log_x + 0.5 * log(y) - log_beta);
    if (x < (half + 1) / (half + 2.5)) return {front * beta_fraction(half, 0.5, x) / freedom, density};
    return {0.5 - front * beta_fraction(0.5, half, y), density};
}

// Powers of 1 / freedom times polynomials in z (Abramowitz and Stegun 26.7.5).
double expansion(double z, double freedom) {
    const double s = z * z;
    const double first = (s + 1) / 4, second = ((5 * s + 16) * s + 3) / 96;
    const double third = (((3 * s + 19) * s + 17) * s - 15) / 384;
    return z * (1 + (first + (second + third / freedom) / freedom) / freedom);
}

// The t that has q < 1/2 above it. log P(T > t) is concave in log t, and nearly straight far out: Newton
// converges from wherever it starts.
double upper_quantile(double q, double freedom) {
    const double z = -detail::normal_quantile(q);
    if (freedom > 2e4) return expansion(z, freedom);
    double t = std::max(z, 1e-300);
    for (int i = 0; i < 200; ++i) {
        const student_tail tail = tail_of(t, freedom);
        if (!(tail.above > 0) || !(tail.density > 0)) break;
        const double near = (tail.above - q) / tail.density; // the step in t; in log t it cannot leave (0, ∞)
        const double step = std::fabs(near) < 0.1 * t
                                ? near / t
                                : (log(tail.above) - log(q)) * tail.above / (tail.density * t);
        const double next = t * (std::fabs(near) < 0.1 * t ? 1 + step : exp(std::clamp(step, -700.0, 700.0)));
        const bool settled = std::fabs(next - t) <= 4e-16 * t;
        t = next;
        if (settled) break;
    }
    return t;
}

} // namespace

double student_t_quantile(double p, double freedom) {
    open_probability("student_t_quantile", "p", p);
    detail::positive("student_t_quantile", "freedom", freedom);
    if (p == 0.5) return 0;
    return p > 0.5 ? upper_quantile(1 - p, freedom) : -upper_quantile(p, freedom);
}

double normal_quantile(double p) {
    return detail::normal_quantile(open_probability("normal_quantile", "p", p));
}

interval t_interval(const tally& observations, double confidence) {
    open_probability("t_interval", "confidence", confidence);
    const auto n = static_cast<double>(observations.count());
    interval result{observations.mean(), std::numeric_limits<double>::infinity(), confidence,
                    observations.count()};
    if (observations.count() >= 2)
        result.half_width =
            student_t_quantile(0.5 + confidence / 2, n - 1) * std::sqrt(observations.variance() / n);
    return result;
}

} // namespace rondo::inline v0::sim
