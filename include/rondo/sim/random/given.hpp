// SPDX-License-Identifier: BSL-1.0
//
// Laws that data give: weights of outcomes, and samples that were observed.
#pragma once

#include <rondo/sim/detail/law.hpp>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

namespace rondo::inline v0::sim {

/// The index of one of several outcomes, chosen with the weights given: 0 … n - 1, as a std::size_t.
/// Mean and variance: those of the index.
/// Throws: value_error unless there is a weight, and weights are finite and not negative with a positive sum.
/// Cost: one draw and one comparison, whatever n; making it O(n); 16 bytes an outcome.
/// Source: Walker 1977 (alias method); Vose 1991 for making it.
/// Example: `sim::discrete route({0.5, 0.3, 0.2}); switch (route(bits)) …`
class RONDO_API discrete {
public:
    explicit discrete(std::span<const double> weights);
    discrete(std::initializer_list<double> weights) : discrete(std::span(weights.begin(), weights.size())) {}

    template <uniform_bits Bits>
    std::size_t operator()(Bits& bits) const {
        // The upper half of the product is a slot, the lower half a fraction that is uniform within it.
        const auto product = static_cast<rondo::detail::uint128>(bits()) * slots_.size();
        const auto index = static_cast<std::size_t>(product >> 64);
        const slot& chosen = slots_[index];
        return static_cast<std::uint64_t>(product) < chosen.keep ? index : chosen.alias;
    }

    std::size_t size() const noexcept { return slots_.size(); }
    /// The probability of an outcome. Requires: index < size().
    double probability(std::size_t index) const noexcept;
    double mean() const noexcept;
    double variance() const noexcept;

private:
    struct slot {
        std::uint64_t keep; ///< of 2^64 equal parts of the slot, those that belong to its own outcome
        std::size_t alias;  ///< the outcome that has the others
    };
    std::vector<slot> slots_;
};

/// One of the values given, with the weights given, or each as likely as the others: resampling what was seen.
/// Mean: Σ pᵢ xᵢ. Variance: Σ pᵢ (xᵢ - mean)².
/// Throws: value_error unless there is a value, all are finite, and the weights are as many and fit discrete.
/// Cost: as discrete.
class RONDO_API empirical_discrete {
public:
    explicit empirical_discrete(std::span<const double> values);
    empirical_discrete(std::span<const double> values, std::span<const double> weights);
    empirical_discrete(std::initializer_list<double> values)
        : empirical_discrete(std::span(values.begin(), values.size())) {}
    empirical_discrete(std::initializer_list<double> values, std::initializer_list<double> weights)
        : empirical_discrete(std::span(values.begin(), values.size()),
                             std::span(weights.begin(), weights.size())) {}

    template <uniform_bits Bits>
    double operator()(Bits& bits) const {
        return values_[which_(bits)];
    }
    double mean() const noexcept { return mean_; }
    double variance() const noexcept { return variance_; }

private:
    std::vector<double> values_;
    discrete which_;
    double mean_ = 0, variance_ = 0;
};

/// A continuous law through a sample: the sorted values x₁ ≤ … ≤ xₙ are its quantiles at 0, 1/(n-1) … 1, and
/// between two of them it is uniform. It never leaves [x₁, xₙ].
/// Mean: Σ (xᵢ + xᵢ₊₁) / 2 (n - 1). Variance: Σ (xᵢ² + xᵢ xᵢ₊₁ + xᵢ₊₁²) / 3 (n - 1) - mean².
/// Throws: value_error unless there are two values at least, all finite. Cost: one draw, by inversion.
/// Source: Law, "Simulation modeling and analysis", on empirical distributions.
class RONDO_API empirical : public detail::by_inversion<empirical> {
public:
    explicit empirical(std::span<const double> sample);
    empirical(std::initializer_list<double> sample) : empirical(std::span(sample.begin(), sample.size())) {}
    double mean() const noexcept;
    double variance() const noexcept;

private:
    friend detail::by_inversion<empirical>;
    double at(double u) const noexcept;
    std::vector<double> sorted_;
};

} // namespace rondo::inline v0::sim
