// SPDX-License-Identifier: BSL-1.0
//
// What the laws have in common: how they draw, from any source of bits, and how they refuse a parameter. The
// arithmetic of a draw is compiled in runtime/sim, never inline: see portable_math.hpp.
#pragma once

#include <rondo/base/config.hpp>
#include <rondo/base/random.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <span>

namespace rondo::inline v0::sim::detail {

/// Any source of bits, borrowed: what the compiled laws draw from.
class bits_ref {
public:
    template <uniform_bits Bits>
    explicit bits_ref(Bits& bits) noexcept
        : bits_(&bits), draw_([](void* source) -> std::uint64_t { return (*static_cast<Bits*>(source))(); }) {
    }
    bits_ref(const bits_ref&) = default;

    static constexpr std::uint64_t min() noexcept { return 0; }
    static constexpr std::uint64_t max() noexcept { return std::numeric_limits<std::uint64_t>::max(); }
    std::uint64_t operator()() const { return draw_(bits_); }

private:
    void* bits_;
    std::uint64_t (*draw_)(void*);
};

/// A law whose variate is a nondecreasing function of one uniform number: one draw each, so that common random
/// numbers stay in step, and antithetic streams give opposite variates. Law has at(u), 0 < u < 1.
template <class Law>
class by_inversion {
public:
    template <uniform_bits Bits>
    auto operator()(Bits& bits) const {
        return static_cast<const Law&>(*this).at(uniform_open(bits));
    }

private:
    by_inversion() = default;
    friend Law;
};

/// A law that takes as many draws as it needs. Law has draw(bits_ref).
template <class Law>
class by_rejection {
public:
    template <uniform_bits Bits>
    auto operator()(Bits& bits) const {
        return static_cast<const Law&>(*this).draw(bits_ref(bits));
    }

private:
    by_rejection() = default;
    friend Law;
};

/// Throws value_error "<law>: <parameter> = <value>: must be <allowed>".
[[noreturn]] RONDO_API void refuse(const char* law, const char* parameter, double value, const char* allowed);
/// The same where a parameter does not fit another: "must be <allowed> <other>".
[[noreturn]] RONDO_API void refuse(const char* law, const char* parameter, double value, const char* allowed,
                                   double other);

/// Each gives back the value that it was asked about, or refuses it. None lets a NaN pass.
RONDO_API double finite(const char* law, const char* parameter, double value);
RONDO_API double positive(const char* law, const char* parameter, double value);
RONDO_API double positive_probability(const char* law, const char* parameter, double value); ///< 0 < p ≤ 1
RONDO_API double probability(const char* law, const char* parameter, double value);          ///< 0 ≤ p ≤ 1
RONDO_API double above(const char* law, const char* parameter, double value, double low); ///< finite, > low
RONDO_API double between(const char* law, const char* parameter, double value, double low, double high);
RONDO_API std::int64_t count_between(const char* law, const char* parameter, std::int64_t value,
                                     std::int64_t low, std::int64_t high);
/// Weights: finite, none negative, their sum positive and finite. Returns: the sum.
RONDO_API double sum_of_weights(const char* law, std::span<const double> weights);

inline constexpr std::int64_t largest_count = 1'000'000'000'000'000; ///< its neighbours are still doubles

} // namespace rondo::inline v0::sim::detail
