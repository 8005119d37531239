// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/bounded.hpp>

#include "samplers.hpp"

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

using namespace detail;

constant::constant(double value) : value_(finite("constant", "value", value)) {}

uniform::uniform(double low, double high) : low_(finite("uniform", "low", low)), width_(high - low) {
    above("uniform", "high", high, low);
    positive("uniform", "high - low", width_);
}
double uniform::at(double u) const noexcept { return low_ + width_ * u; }

triangular::triangular(double low, double mode, double high)
    : low_(finite("triangular", "low", low)), mode_(mode), high_(above("triangular", "high", high, low)),
      turn_((between("triangular", "mode", mode, low, high) - low) /
            positive("triangular", "high - low", high - low)) {}
double triangular::at(double u) const noexcept {
    const double width = high_ - low_;
    return u < turn_ ? low_ + width * std::sqrt(u * turn_) : high_ - width * std::sqrt((1 - u) * (1 - turn_));
}
double triangular::mean() const noexcept { return low_ + ((mode_ - low_) + (high_ - low_)) / 3; }
double triangular::variance() const noexcept {
    const double width = high_ - low_;
    return width * width * (1 - turn_ + turn_ * turn_) / 18;
}

beta::beta(double a, double b, double low, double high)
    : a_(positive("beta", "a", a)), b_(positive("beta", "b", b)), low_(finite("beta", "low", low)),
      width_(above("beta", "high", high, low) - low) {
    positive("beta", "high - low", width_);
}
double beta::mean() const noexcept { return low_ + width_ * (a_ / (a_ + b_)); }
double beta::variance() const noexcept {
    const double sum = a_ + b_;
    return width_ * width_ * (a_ / sum) * (b_ / sum) / (sum + 1);
}
double beta::draw(bits_ref bits) const {
    if (a_ > 1 || b_ > 1) {
        const double x = standard_gamma(a_, bits), y = standard_gamma(b_, bits);
        return low_ + width_ * (x / (x + y));
    }
    for (;;) { // Jöhnk, by logarithms: the powers may be less than any double
        const double x = log(uniform_open(bits)) / a_, y = log(uniform_open(bits)) / b_;
        const double larger = std::max(x, y);
        const double share_x = exp(x - larger), share_y = exp(y - larger);
        if (larger + log(share_x + share_y) <= 0) return low_ + width_ * (share_x / (share_x + share_y));
    }
}

namespace {

double pert_shape(double low, double mode, double high, double weight, double distance) {
    finite("pert", "low", low);
    above("pert", "high", high, low);
    between("pert", "mode", mode, low, high);
    return 1 + positive("pert", "weight", weight) * (distance / positive("pert", "high - low", high - low));
}

} // namespace

pert::pert(double low, double mode, double high, double weight)
    : beta_(pert_shape(low, mode, high, weight, mode - low), pert_shape(low, mode, high, weight, high - mode),
            low, high) {}

} // namespace rondo::inline v0::sim
