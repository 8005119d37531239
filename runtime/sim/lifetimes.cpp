// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/lifetimes.hpp>

#include "samplers.hpp"

#include <cmath>
#include <numbers>

namespace rondo::inline v0::sim {

using namespace detail;

// Marsaglia and Tsang: the cube of a shifted normal, nearly gamma; rejection mends the rest.
double detail::standard_gamma(double shape, bits_ref bits) {
    if (shape < 1) {
        const double power = log(uniform_open(bits)) / shape;
        return standard_gamma(shape + 1, bits) * exp(power);
    }
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = standard_normal(bits);
        const double root = 1 + c * x;
        if (root <= 0) continue;
        const double v = root * root * root;
        const double u = uniform_open(bits), squared = x * x;
        if (u < 1 - 0.0331 * squared * squared) return d * v;
        if (log(u) < 0.5 * squared + d * (1 - v + log(v))) return d * v;
    }
}

exponential::exponential(double mean) : mean_(positive("exponential", "mean", mean)) {}
exponential exponential::of_rate(double rate) {
    return exponential(1 / positive("exponential", "rate", rate));
}

erlang::erlang(std::int64_t stages, double mean)
    : stages_(count_between("erlang", "stages", stages, 1, largest_count)),
      mean_(positive("erlang", "mean", mean)) {}
double erlang::draw(bits_ref bits) const {
    const double each = mean_ / static_cast<double>(stages_);
    if (stages_ > 12) return each * standard_gamma(static_cast<double>(stages_), bits);
    double product = 1;
    for (std::int64_t stage = 0; stage < stages_; ++stage) product *= 1 - uniform_open(bits);
    return each * -log(product);
}

gamma::gamma(double shape, double scale)
    : shape_(positive("gamma", "shape", shape)), scale_(positive("gamma", "scale", scale)) {}
double gamma::draw(bits_ref bits) const { return scale_ * standard_gamma(shape_, bits); }

weibull::weibull(double shape, double scale)
    : shape_(positive("weibull", "shape", shape)), scale_(positive("weibull", "scale", scale)) {}
double weibull::at(double u) const noexcept { return scale_ * pow(-log(1 - u), 1 / shape_); }
double weibull::mean() const noexcept { return scale_ * std::tgamma(1 + 1 / shape_); }
double weibull::variance() const noexcept {
    return scale_ * scale_ * std::tgamma(1 + 2 / shape_) - mean() * mean();
}

rayleigh::rayleigh(double scale) : scale_(positive("rayleigh", "scale", scale)) {}
double rayleigh::at(double u) const noexcept { return scale_ * std::sqrt(-2 * log(1 - u)); }
double rayleigh::mean() const noexcept { return scale_ * std::sqrt(std::numbers::pi / 2); }
double rayleigh::variance() const noexcept { return scale_ * scale_ * (4 - std::numbers::pi) / 2; }

lognormal::lognormal(double mu, double sigma)
    : mu_(finite("lognormal", "mu", mu)), sigma_(positive("lognormal", "sigma", sigma)) {}
lognormal lognormal::of_moments(double mean, double stddev) {
    const double ratio = positive("lognormal", "stddev", stddev) / positive("lognormal", "mean", mean);
    const double variance = log1p(ratio * ratio);
    return {log(mean) - variance / 2, std::sqrt(variance)};
}
double lognormal::at(double u) const noexcept { return exp(mu_ + sigma_ * detail::normal_quantile(u)); }
double lognormal::mean() const noexcept { return std::exp(mu_ + sigma_ * sigma_ / 2); }
double lognormal::variance() const noexcept { return std::expm1(sigma_ * sigma_) * mean() * mean(); }

inverse_gaussian::inverse_gaussian(double mean, double shape)
    : mean_(positive("inverse_gaussian", "mean", mean)),
      shape_(positive("inverse_gaussian", "shape", shape)) {}
// A squared normal stands for two variates, whose product is mean²; one is taken by its share.
double inverse_gaussian::draw(bits_ref bits) const {
    const double z = standard_normal(bits);
    const double w = mean_ * z * z / (2 * shape_);
    const double smaller = mean_ / (1 + w + std::sqrt(w * (2 + w)));
    return uniform_open(bits) * (mean_ + smaller) <= mean_ ? smaller : mean_ / smaller * mean_;
}

hyperexponential::hyperexponential(std::span<const double> weights, std::span<const double> means) {
    const double sum = sum_of_weights("hyperexponential", weights);
    if (weights.size() != means.size())
        refuse("hyperexponential", "number of means", static_cast<double>(means.size()),
               "that of the weights,", static_cast<double>(weights.size()));
    double before = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        before += weights[i];
        branches_.push_back({before / sum, weights[i] / sum, positive("hyperexponential", "mean", means[i])});
    }
}
double hyperexponential::draw(bits_ref bits) const {
    const double u = uniform_open(bits);
    auto chosen = branches_.begin();
    while (u > chosen->up_to) ++chosen; // the last with a weight goes up to 1
    return chosen->mean * -log(1 - uniform_open(bits));
}
double hyperexponential::mean() const noexcept {
    double sum = 0;
    for (const branch& b : branches_) sum += b.probability * b.mean;
    return sum;
}
double hyperexponential::variance() const noexcept {
    double sum = 0;
    for (const branch& b : branches_) sum += 2 * b.probability * b.mean * b.mean;
    return sum - mean() * mean();
}

} // namespace rondo::inline v0::sim
