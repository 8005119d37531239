// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/bell.hpp>

#include "constants.hpp"
#include "samplers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rondo::inline v0::sim {

using namespace detail;

namespace {
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
} // namespace

normal::normal(double mean, double stddev)
    : mean_(finite("normal", "mean", mean)), stddev_(positive("normal", "stddev", stddev)) {}
double normal::at(double u) const noexcept { return mean_ + stddev_ * detail::normal_quantile(u); }

truncated_normal::truncated_normal(double mean, double stddev, double low, double high)
    : mean_(finite("truncated_normal", "mean", mean)),
      stddev_(positive("truncated_normal", "stddev", stddev)), low_(low), high_(high) {
    if (!(low < high)) refuse("truncated_normal", "high", high, "greater than low,", low);
    const double a = (low - mean) / stddev, b = (high - mean) / stddev;
    mirrored_ = a > 0;
    from_ = normal_cdf(mirrored_ ? -b : a);
    mass_ = normal_cdf(mirrored_ ? -a : b) - from_;
    if (!(mass_ > 1e-300))
        refuse("truncated_normal", "probability of [low, high]", mass_, "greater than", 1e-300);
}
double truncated_normal::at(double u) const noexcept {
    const double p = std::min(from_ + (mirrored_ ? 1 - u : u) * mass_, 1 - 0x1p-53);
    const double z = detail::normal_quantile(p);
    return std::clamp(mean_ + stddev_ * (mirrored_ ? -z : z), low_, high_);
}
namespace {
double density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * pi); }
double times_density(double z) { return std::isinf(z) ? 0 : z * density(z); }
} // namespace
double truncated_normal::mean() const noexcept {
    const double a = (low_ - mean_) / stddev_, b = (high_ - mean_) / stddev_;
    return mean_ + stddev_ * ((density(a) - density(b)) / mass_);
}
double truncated_normal::variance() const noexcept {
    const double a = (low_ - mean_) / stddev_, b = (high_ - mean_) / stddev_;
    const double shift = (density(a) - density(b)) / mass_;
    return stddev_ * stddev_ * (1 + (times_density(a) - times_density(b)) / mass_ - shift * shift);
}

laplace::laplace(double location, double scale)
    : location_(finite("laplace", "location", location)), scale_(positive("laplace", "scale", scale)) {}
double laplace::at(double u) const noexcept {
    return u < 0.5 ? location_ + scale_ * log(2 * u) : location_ - scale_ * log(2 * (1 - u));
}

logistic::logistic(double location, double scale)
    : location_(finite("logistic", "location", location)), scale_(positive("logistic", "scale", scale)) {}
double logistic::at(double u) const noexcept { return location_ + scale_ * log(u / (1 - u)); }
double logistic::variance() const noexcept { return pi * pi / 3 * scale_ * scale_; }

johnson_su::johnson_su(double gamma, double delta, double location, double scale)
    : gamma_(finite("johnson_su", "gamma", gamma)), delta_(positive("johnson_su", "delta", delta)),
      location_(finite("johnson_su", "location", location)), scale_(positive("johnson_su", "scale", scale)) {}
double johnson_su::at(double u) const noexcept {
    const double y = (detail::normal_quantile(u) - gamma_) / delta_;
    const double e = expm1(std::fabs(y));
    const double sinh = (e + (e == infinity ? 0 : e / (1 + e))) / 2;
    return location_ + scale_ * (y < 0 ? -sinh : sinh);
}
double johnson_su::mean() const noexcept {
    return location_ - scale_ * std::exp(0.5 / (delta_ * delta_)) * std::sinh(gamma_ / delta_);
}
double johnson_su::variance() const noexcept {
    const double w = std::exp(1 / (delta_ * delta_));
    return scale_ * scale_ / 2 * std::expm1(1 / (delta_ * delta_)) * (w * std::cosh(2 * gamma_ / delta_) + 1);
}

chi_squared::chi_squared(double freedom) : freedom_(positive("chi_squared", "freedom", freedom)) {}
double chi_squared::draw(bits_ref bits) const { return 2 * standard_gamma(freedom_ / 2, bits); }

student_t::student_t(double freedom) : freedom_(positive("student_t", "freedom", freedom)) {}
double student_t::draw(bits_ref bits) const {
    const double z = standard_normal(bits);
    return z / std::sqrt(standard_gamma(freedom_ / 2, bits) * (2 / freedom_));
}
double student_t::mean() const noexcept { return freedom_ > 1 ? 0 : not_a_number; }
double student_t::variance() const noexcept {
    if (freedom_ > 2) return freedom_ / (freedom_ - 2);
    return freedom_ > 1 ? infinity : not_a_number;
}

fisher_f::fisher_f(double freedom1, double freedom2)
    : freedom1_(positive("fisher_f", "freedom1", freedom1)),
      freedom2_(positive("fisher_f", "freedom2", freedom2)) {}
double fisher_f::draw(bits_ref bits) const {
    const double upper = standard_gamma(freedom1_ / 2, bits) / freedom1_;
    return upper / (standard_gamma(freedom2_ / 2, bits) / freedom2_);
}
double fisher_f::mean() const noexcept { return freedom2_ > 2 ? freedom2_ / (freedom2_ - 2) : infinity; }
double fisher_f::variance() const noexcept {
    const double d = freedom2_;
    if (d <= 4) return d > 2 ? infinity : not_a_number;
    return 2 * d * d * (freedom1_ + d - 2) / (freedom1_ * (d - 2) * (d - 2) * (d - 4));
}

von_mises::von_mises(double direction, double concentration)
    : direction_(finite("von_mises", "direction", direction)), concentration_(concentration) {
    if (!(concentration >= 0) || !std::isfinite(concentration))
        refuse("von_mises", "concentration", concentration, "finite and at least 0");
    const double half = 0.5 / std::max(concentration, 1e-8);
    r_ = half + std::sqrt(1 + half * half);
}
double von_mises::draw(bits_ref bits) const {
    const double k = concentration_;
    if (k < 1e-8) return direction_ + pi * (2 * uniform_open(bits) - 1); // no density differs by more than k
    if (k > 1e6) return direction_ + std::clamp(standard_normal(bits) / std::sqrt(k), -pi, pi);
    for (;;) {
        const double z = cos_pi(uniform_open(bits));
        const double f = std::clamp((1 + r_ * z) / (r_ + z), -1.0, 1.0);
        const double c = k * (r_ - f), u = uniform_open(bits);
        if (c * (2 - c) > u || log(c / u) + 1 - c >= 0) {
            const double angle = acos(f);
            return direction_ + (uniform_open(bits) < 0.5 ? -angle : angle);
        }
    }
}
// I₁/I₀ by its continued fraction, from its end; far out by the asymptotic series.
double von_mises::circular_variance() const noexcept {
    const double k = concentration_;
    if (k == 0) return 1;
    if (k > 300) return (0.5 + (0.125 + (0.125 + 25.0 / 128 / k) / k) / k) / k;
    double ratio = 0;
    for (int i = 500; i >= 1; --i) ratio = 1 / (2 * i / k + ratio);
    return 1 - ratio;
}

} // namespace rondo::inline v0::sim
