// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/tails.hpp>

#include <rondo/sim/detail/portable_math.hpp>

#include "constants.hpp"

#include <cmath>
#include <numbers>

namespace rondo::inline v0::sim {

using namespace detail;

pareto::pareto(double shape, double scale)
    : shape_(positive("pareto", "shape", shape)), scale_(positive("pareto", "scale", scale)) {}
double pareto::at(double u) const noexcept { return scale_ * pow(1 - u, -1 / shape_); }
double pareto::mean() const noexcept { return shape_ <= 1 ? infinity : scale_ * (shape_ / (shape_ - 1)); }
double pareto::variance() const noexcept {
    if (shape_ <= 2) return infinity;
    const double ratio = scale_ / (shape_ - 1);
    return ratio * ratio * (shape_ / (shape_ - 2));
}

cauchy::cauchy(double location, double scale)
    : location_(finite("cauchy", "location", location)), scale_(positive("cauchy", "scale", scale)) {}
double cauchy::at(double u) const noexcept { return location_ - scale_ * (cos_pi(u) / sin_pi(u)); }

gumbel::gumbel(double location, double scale)
    : location_(finite("gumbel", "location", location)), scale_(positive("gumbel", "scale", scale)) {}
double gumbel::at(double u) const noexcept { return location_ - scale_ * log(-log(u)); }
double gumbel::mean() const noexcept { return location_ + std::numbers::egamma * scale_; }
double gumbel::variance() const noexcept { return pi * pi / 6 * scale_ * scale_; }

frechet::frechet(double shape, double scale)
    : shape_(positive("frechet", "shape", shape)), scale_(positive("frechet", "scale", scale)) {}
double frechet::at(double u) const noexcept { return scale_ * pow(-log(u), -1 / shape_); }
double frechet::mean() const noexcept {
    return shape_ <= 1 ? infinity : scale_ * std::tgamma(1 - 1 / shape_);
}
double frechet::variance() const noexcept {
    return shape_ <= 2 ? infinity : scale_ * scale_ * std::tgamma(1 - 2 / shape_) - mean() * mean();
}

log_logistic::log_logistic(double shape, double scale)
    : shape_(positive("log_logistic", "shape", shape)), scale_(positive("log_logistic", "scale", scale)) {}
double log_logistic::at(double u) const noexcept { return scale_ * pow(u / (1 - u), 1 / shape_); }
double log_logistic::mean() const noexcept {
    const double b = pi / shape_;
    return shape_ <= 1 ? infinity : scale_ * (b / std::sin(b));
}
double log_logistic::variance() const noexcept {
    if (shape_ <= 2) return infinity;
    const double b = pi / shape_;
    return scale_ * scale_ * (2 * b / std::sin(2 * b)) - mean() * mean();
}

} // namespace rondo::inline v0::sim
