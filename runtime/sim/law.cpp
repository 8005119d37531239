// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/detail/law.hpp>

#include <rondo/base/errors.hpp>

#include <charconv>
#include <cmath>
#include <string>

namespace rondo::inline v0::sim::detail {

namespace {

std::string text(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return {digits, end};
}

std::string sentence(const char* law, const char* parameter, double value, const char* allowed) {
    return std::string(law) + ": " + parameter + " = " + text(value) + ": must be " + allowed;
}

} // namespace

void refuse(const char* law, const char* parameter, double value, const char* allowed) {
    throw value_error(sentence(law, parameter, value, allowed));
}

void refuse(const char* law, const char* parameter, double value, const char* allowed, double other) {
    throw value_error(sentence(law, parameter, value, allowed) + " " + text(other));
}

double finite(const char* law, const char* parameter, double value) {
    if (!std::isfinite(value)) refuse(law, parameter, value, "a finite number");
    return value;
}

double positive(const char* law, const char* parameter, double value) {
    if (!(value > 0) || !std::isfinite(value))
        refuse(law, parameter, value, "a finite number greater than 0");
    return value;
}

double positive_probability(const char* law, const char* parameter, double value) {
    if (!(value > 0 && value <= 1)) refuse(law, parameter, value, "greater than 0 and at most 1");
    return value;
}

double probability(const char* law, const char* parameter, double value) {
    if (!(value >= 0 && value <= 1)) refuse(law, parameter, value, "at least 0 and at most 1");
    return value;
}

double above(const char* law, const char* parameter, double value, double low) {
    if (!(value > low) || !std::isfinite(value))
        refuse(law, parameter, value, "finite and greater than", low);
    return value;
}

double between(const char* law, const char* parameter, double value, double low, double high) {
    if (!(value >= low)) refuse(law, parameter, value, "at least", low);
    if (!(value <= high)) refuse(law, parameter, value, "at most", high);
    return value;
}

std::int64_t count_between(const char* law, const char* parameter, std::int64_t value, std::int64_t low,
                           std::int64_t high) {
    if (value < low) refuse(law, parameter, static_cast<double>(value), "at least", static_cast<double>(low));
    if (value > high)
        refuse(law, parameter, static_cast<double>(value), "at most", static_cast<double>(high));
    return value;
}

double sum_of_weights(const char* law, std::span<const double> weights) {
    if (weights.empty()) refuse(law, "number of weights", 0, "at least 1");
    double sum = 0;
    for (const double weight : weights) {
        if (!(weight >= 0) || !std::isfinite(weight)) refuse(law, "weight", weight, "finite and at least 0");
        sum += weight;
    }
    if (!(sum > 0) || !std::isfinite(sum)) refuse(law, "sum of weights", sum, "finite and greater than 0");
    return sum;
}

} // namespace rondo::inline v0::sim::detail
