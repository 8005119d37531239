// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/random/given.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::sim {

using namespace detail;

namespace {

constexpr std::uint64_t whole = std::numeric_limits<std::uint64_t>::max();

double fraction(std::uint64_t keep) noexcept {
    return keep == whole ? 1 : static_cast<double>(keep) * 0x1p-64;
}

std::vector<double> checked(const char* law, std::span<const double> values, std::size_t least) {
    if (values.size() < least)
        refuse(law, "number of values", static_cast<double>(values.size()), "at least",
               static_cast<double>(least));
    for (const double value : values) finite(law, "value", value);
    return {values.begin(), values.end()};
}

} // namespace

// Each slot of width 1/n is shared by two: who has less than 1/n is filled up by one who has more (Vose).
discrete::discrete(std::span<const double> weights) : slots_(weights.size()) {
    const double sum = sum_of_weights("discrete", weights);
    const auto n = static_cast<double>(weights.size());
    std::vector<double> left;
    std::vector<std::size_t> less, more;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        left.push_back(weights[i] / sum * n);
        (left[i] < 1 ? less : more).push_back(i);
        slots_[i] = {whole, i};
    }
    while (!less.empty() && !more.empty()) {
        const std::size_t poor = less.back(), rich = more.back();
        less.pop_back();
        slots_[poor] = {static_cast<std::uint64_t>(left[poor] * 0x1p64), rich};
        left[rich] -= 1 - left[poor];
        if (left[rich] < 1) {
            more.pop_back();
            less.push_back(rich);
        }
    }
    // What is left on either side is 1 but for rounding, and keeps its whole slot.
}

double discrete::probability(std::size_t index) const noexcept {
    double parts = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i == index) parts += fraction(slots_[i].keep);
        if (slots_[i].alias == index) parts += 1 - fraction(slots_[i].keep);
    }
    return parts / static_cast<double>(slots_.size());
}

double discrete::mean() const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const double own = fraction(slots_[i].keep);
        sum += own * static_cast<double>(i) + (1 - own) * static_cast<double>(slots_[i].alias);
    }
    return sum / static_cast<double>(slots_.size());
}

double discrete::variance() const noexcept {
    const double center = mean();
    double sum = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const double own = fraction(slots_[i].keep);
        const double here = static_cast<double>(i) - center,
                     there = static_cast<double>(slots_[i].alias) - center;
        sum += own * here * here + (1 - own) * there * there;
    }
    return sum / static_cast<double>(slots_.size());
}

empirical_discrete::empirical_discrete(std::span<const double> values)
    : empirical_discrete(values, std::vector<double>(values.size(), 1.0)) {}
empirical_discrete::empirical_discrete(std::span<const double> values, std::span<const double> weights)
    : values_(checked("empirical_discrete", values, 1)), which_(weights) {
    if (weights.size() != values.size())
        refuse("empirical_discrete", "number of weights", static_cast<double>(weights.size()),
               "that of the values,", static_cast<double>(values.size()));
    const double sum = sum_of_weights("empirical_discrete", weights);
    for (std::size_t i = 0; i < values.size(); ++i) mean_ += weights[i] / sum * values[i];
    for (std::size_t i = 0; i < values.size(); ++i)
        variance_ += weights[i] / sum * (values[i] - mean_) * (values[i] - mean_);
}

empirical::empirical(std::span<const double> sample) : sorted_(checked("empirical", sample, 2)) {
    std::sort(sorted_.begin(), sorted_.end());
}
double empirical::at(double u) const noexcept {
    const double place = u * static_cast<double>(sorted_.size() - 1);
    const std::size_t left = std::min(static_cast<std::size_t>(place), sorted_.size() - 2);
    const double share = place - static_cast<double>(left);
    return sorted_[left] * (1 - share) + sorted_[left + 1] * share;
}
double empirical::mean() const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < sorted_.size(); ++i) sum += (sorted_[i] + sorted_[i + 1]) / 2;
    return sum / static_cast<double>(sorted_.size() - 1);
}
double empirical::variance() const noexcept {
    const double center = mean();
    double sum = 0;
    for (std::size_t i = 0; i + 1 < sorted_.size(); ++i) {
        const double a = sorted_[i] - center, b = sorted_[i + 1] - center;
        sum += (a * a + a * b + b * b) / 3;
    }
    return sum / static_cast<double>(sorted_.size() - 1);
}

} // namespace rondo::inline v0::sim
