// SPDX-License-Identifier: BSL-1.0
//
// Python's `random.Random`, to the last bit: the same seed gives the same numbers as CPython 3.11, so that a
// model can be ported from SimPy and its output compared byte for byte. The engine is the Mersenne Twister
// MT19937; every method draws as often, and rounds as, CPython's does. What calls log, exp, pow, sqrt, sin or
// cos takes the C library's, as CPython does: bits agree with the CPython of the same machine.
//
// For a model that starts here, random_stream and the laws of random.hpp are the better choice: their streams
// are independent by name.
#pragma once

#include <rondo/base/config.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0::sim {

/// A generator with the methods, and the numbers, of `random.Random(seed)` of CPython 3.11.
/// Differs: an error is a value_error, with CPython's words where it has some; there is no seed from the clock;
/// whole numbers are of 64 bits.
/// Threads: as an int. Cost: 2.5 KB; a random() about 5 ns.
/// Example: `sim::python_random random(42); double wait = random.expovariate(1 / 5.0);`
class RONDO_API python_random {
public:
    using result_type = std::uint64_t;

    /// `random.Random(seed)` for an int: the sign is dropped, as there.
    template <std::integral Int>
    explicit python_random(Int seed) {
        this->seed(seed);
    }
    /// `random.Random(seed)` for a str, in UTF-8 (version 2: by SHA-512).
    explicit python_random(std::string_view seed) { this->seed(seed); }
    /// `random.Random(int(digits))`, however large: "-12345678901234567890123", or "0x…" in hexadecimal.
    /// Throws: value_error when that is no whole number.
    static python_random from_integer(std::string_view digits);

    template <std::integral Int>
    void seed(Int value) {
        const auto bits = static_cast<std::uint64_t>(value);
        seed_integer(std::is_signed_v<Int> && value < Int{1} ? 0 - bits : bits); // of 0, too, it is 0
    }
    void seed(std::string_view text);

    /// In [0, 1), one of 2^53.
    double random() noexcept;
    /// k random bits. Throws: value_error when k > 64.
    std::uint64_t getrandbits(int k);
    /// 64 random bits, for the laws and algorithms that draw from an engine: getrandbits(64).
    std::uint64_t operator()() { return getrandbits(64); }
    static constexpr std::uint64_t min() noexcept { return 0; }
    static constexpr std::uint64_t max() noexcept { return std::numeric_limits<std::uint64_t>::max(); }

    /// One of range(stop), or of range(start, stop, step). Throws: value_error when it is empty, or step is 0.
    std::int64_t randrange(std::int64_t stop);
    std::int64_t randrange(std::int64_t start, std::int64_t stop, std::int64_t step = 1);
    /// From a to b, both included.
    std::int64_t randint(std::int64_t a, std::int64_t b);

    /// A number between a and b.
    double uniform(double a, double b);
    /// Triangular between low and high, the mode in the middle unless given.
    double triangular(double low = 0, double high = 1, std::optional<double> mode = {});
    /// Normal, by the ratio of uniforms (Kinderman and Monahan).
    double normalvariate(double mu = 0, double sigma = 1);
    /// Normal, by Box and Muller: two at a time, of which the second is kept for the next call.
    double gauss(double mu = 0, double sigma = 1);
    double lognormvariate(double mu, double sigma);
    /// Exponential with the rate lambd, 1 / mean. Throws: value_error when lambd is 0.
    double expovariate(double lambd);
    /// Throws: value_error unless alpha, beta > 0. The mean is alpha beta.
    double gammavariate(double alpha, double beta);
    double betavariate(double alpha, double beta);
    /// An angle between 0 and 2π.
    double vonmisesvariate(double mu, double kappa);
    double paretovariate(double alpha);
    double weibullvariate(double alpha, double beta);

    /// An element, by reference. Throws: value_error when there is none.
    template <std::ranges::random_access_range Sequence>
    decltype(auto) choice(Sequence&& sequence) {
        const auto index = index_below(static_cast<std::uint64_t>(std::ranges::size(sequence)));
        return std::ranges::begin(sequence)[static_cast<std::ranges::range_difference_t<Sequence>>(index)];
    }

    /// Puts the elements in a random order.
    template <std::ranges::random_access_range Sequence>
    void shuffle(Sequence&& sequence) {
        const auto begin = std::ranges::begin(sequence);
        using difference = std::ranges::range_difference_t<Sequence>;
        for (auto i = static_cast<difference>(std::ranges::size(sequence)) - 1; i >= 1; --i)
            std::ranges::iter_swap(begin + i,
                                   begin + static_cast<difference>(below(static_cast<std::uint64_t>(i) + 1)));
    }

    /// k different elements, in the order of their selection. Throws: value_error when there are fewer.
    template <std::ranges::random_access_range Population>
    std::vector<std::ranges::range_value_t<Population>> sample(Population&& population, std::size_t k) {
        std::vector<std::ranges::range_value_t<Population>> chosen;
        for (const std::size_t index : sample_indices(std::ranges::size(population), k))
            chosen.push_back(std::ranges::begin(
                population)[static_cast<std::ranges::range_difference_t<Population>>(index)]);
        return chosen;
    }

    /// k elements, each drawn from all, by weight if weights are given.
    /// Throws: value_error when there is none, or weights are not as many or not positive and finite in sum.
    template <std::ranges::random_access_range Population>
    std::vector<std::ranges::range_value_t<Population>> choices(Population&& population, std::size_t k,
                                                                std::span<const double> weights = {}) {
        std::vector<std::ranges::range_value_t<Population>> chosen;
        for (const std::size_t index : choice_indices(std::ranges::size(population), k, weights))
            chosen.push_back(std::ranges::begin(
                population)[static_cast<std::ranges::range_difference_t<Population>>(index)]);
        return chosen;
    }

private:
    static constexpr std::size_t words = 624;

    python_random() = default;
    void seed_integer(std::uint64_t magnitude);
    void seed_words(std::span<const std::uint32_t> key);
    void seed_bytes(std::span<const unsigned char> big_endian);
    void refill() noexcept;
    std::uint32_t next_word() noexcept;
    std::uint64_t below(std::uint64_t bound); ///< bound 0: 2^64
    std::uint64_t index_below(std::uint64_t size);
    std::vector<std::size_t> sample_indices(std::size_t n, std::size_t k);
    std::vector<std::size_t> choice_indices(std::size_t n, std::size_t k, std::span<const double> weights);

    std::array<std::uint32_t, words> state_{};
    std::size_t at_ = words;
    std::optional<double> gauss_next_;
};

} // namespace rondo::inline v0::sim
