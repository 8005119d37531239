// SPDX-License-Identifier: BSL-1.0
//
// The formulas of CPython 3.11, in its order of evaluation; compiled without contraction, as an interpreter
// rounds after every operation. Source: Matsumoto and Nishimura 1998 for the engine, and its initialisation by
// an array; the papers named at the methods.
#include <rondo/sim/python_random.hpp>

#include "sha512.hpp"

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <string>
#include <unordered_set>

namespace rondo::inline v0::sim {

// ---- the engine

std::uint32_t python_random::next_word() noexcept {
    if (at_ == words) refill();
    std::uint32_t y = state_[at_++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680U;
    y ^= y << 15 & 0xefc60000U;
    return y ^ y >> 18;
}

void python_random::refill() noexcept {
    for (std::size_t i = 0; i < words; ++i) {
        const std::uint32_t y = (state_[i] & 0x80000000U) | (state_[(i + 1) % words] & 0x7fffffffU);
        state_[i] = state_[(i + 397) % words] ^ y >> 1 ^ (y & 1U) * 0x9908b0dfU;
    }
    at_ = 0;
}

void python_random::seed_words(std::span<const std::uint32_t> key) {
    std::uint32_t previous = state_[0] = 19650218U;
    for (std::uint32_t i = 1; i < words; ++i)
        previous = state_[i] = 1812433253U * (previous ^ previous >> 30) + i;
    std::size_t i = 1, j = 0;
    const auto step = [&](std::uint32_t factor) {
        const std::uint32_t before = state_[i - 1];
        state_[i] ^= (before ^ before >> 30) * factor;
    };
    const auto onward = [&] {
        if (++i == words) state_[0] = state_[words - 1], i = 1;
    };
    for (std::size_t k = std::max(words, key.size()); k > 0; --k) {
        step(1664525U);
        state_[i] += key[j] + static_cast<std::uint32_t>(j);
        onward();
        j = (j + 1) % key.size();
    }
    for (std::size_t k = words - 1; k > 0; --k) {
        step(1566083941U);
        state_[i] -= static_cast<std::uint32_t>(i);
        onward();
    }
    state_[0] = 0x80000000U;
    at_ = words;
    gauss_next_.reset();
}

void python_random::seed_integer(std::uint64_t magnitude) {
    const std::uint32_t key[] = {static_cast<std::uint32_t>(magnitude),
                                 static_cast<std::uint32_t>(magnitude >> 32)};
    seed_words(std::span(key, key[1] == 0 ? 1 : 2));
}

void python_random::seed_bytes(std::span<const unsigned char> big_endian) {
    std::vector<std::uint32_t> key((big_endian.size() + 3) / 4);
    for (std::size_t i = 0; i < big_endian.size(); ++i)
        key[i / 4] |= std::uint32_t(big_endian[big_endian.size() - 1 - i]) << i % 4 * 8;
    while (key.size() > 1 && key.back() == 0) key.pop_back();
    if (key.empty()) key.push_back(0);
    seed_words(key);
}

void python_random::seed(std::string_view text) {
    const std::array<unsigned char, 64> digest = detail::sha512(text);
    std::vector<unsigned char> number(text.begin(), text.end());
    number.insert(number.end(), digest.begin(), digest.end());
    seed_bytes(number);
}

python_random python_random::from_integer(std::string_view digits) {
    const auto refuse = [&]() -> int {
        throw value_error("python_random: '" + std::string(digits) + "' is not a whole number");
    };
    std::string_view rest = digits;
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
    const bool hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    if (hexadecimal) rest.remove_prefix(2);
    if (rest.empty()) refuse();
    const auto value_of = [&](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (hexadecimal && c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (hexadecimal && c >= 'A' && c <= 'F') return c - 'A' + 10;
        return refuse();
    };
    std::vector<std::uint32_t> number{0};
    for (const char c : rest) { // number = number * base + digit
        std::uint64_t carry = static_cast<std::uint64_t>(value_of(c));
        for (std::uint32_t& word : number) {
            carry += word * std::uint64_t(hexadecimal ? 16 : 10);
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0) number.push_back(static_cast<std::uint32_t>(carry));
    }
    python_random result;
    result.seed_words(number);
    return result;
}

// ---- whole numbers

std::uint64_t python_random::getrandbits(int k) {
    if (k < 0) throw value_error("number of bits must be non-negative");
    if (k > 64) throw value_error("python_random: getrandbits(" + std::to_string(k) + "): at most 64 fit");
    if (k == 0) return 0;
    if (k <= 32) return next_word() >> (32 - k);
    const std::uint64_t low = next_word();
    return low | std::uint64_t(next_word()) >> (64 - k) << 32;
}

std::uint64_t python_random::below(std::uint64_t bound) {
    if (bound == 0) { // 2^64 has 65 bits: CPython draws as many, until the uppermost is 0
        for (;;) {
            const std::uint64_t drawn = getrandbits(64);
            if (next_word() >> 31 == 0) return drawn;
        }
    }
    const int bits = 64 - std::countl_zero(bound);
    std::uint64_t drawn = getrandbits(bits);
    while (drawn >= bound) drawn = getrandbits(bits);
    return drawn;
}

std::uint64_t python_random::index_below(std::uint64_t size) {
    if (size == 0) throw value_error("Cannot choose from an empty sequence");
    return below(size);
}

namespace {

[[noreturn]] void refuse_range(std::int64_t start, std::int64_t stop) {
    const std::string lack =
        std::to_string(static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(stop));
    throw value_error("empty range for randrange() (" + std::to_string(start) + ", " + std::to_string(stop) +
                      ", " + (lack == "0" ? lack : "-" + lack) + ")");
}

} // namespace

std::int64_t python_random::randrange(std::int64_t stop) {
    if (stop <= 0) throw value_error("empty range for randrange()");
    return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(stop)));
}

std::int64_t python_random::randrange(std::int64_t start, std::int64_t stop, std::int64_t step) {
    if (step == 0) throw value_error("zero step for randrange()");
    if (step > 0 ? start >= stop : start <= stop) {
        if (step != 1) throw value_error("empty range for randrange()");
        refuse_range(start, stop);
    }
    // Modulo 2^64, where nothing overflows.
    const auto first = static_cast<std::uint64_t>(start), last = static_cast<std::uint64_t>(stop);
    const std::uint64_t width = step > 0 ? last - first : first - last;
    const std::uint64_t stride =
        step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
    const std::uint64_t chosen = below((width - 1) / stride + 1);
    return static_cast<std::int64_t>(first + static_cast<std::uint64_t>(step) * chosen);
}

std::int64_t python_random::randint(std::int64_t a, std::int64_t b) {
    if (b < a) refuse_range(a, b + 1);
    const std::uint64_t size = static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a) + 1;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + below(size));
}

// A small share of a large population is drawn again when it was drawn before; else a pool shrinks. Where the
// one ends and the other begins decides what is drawn: it is CPython's guess at the size of a set.
std::vector<std::size_t> python_random::sample_indices(std::size_t n, std::size_t k) {
    if (k > n) throw value_error("Sample larger than population or is negative");
    double set_size = 21;
    if (k > 5) set_size += std::pow(4.0, std::ceil(std::log(static_cast<double>(k * 3)) / std::log(4.0)));
    std::vector<std::size_t> chosen;
    chosen.reserve(k);
    if (static_cast<double>(n) <= set_size) {
        std::vector<std::size_t> pool(n);
        for (std::size_t i = 0; i < n; ++i) pool[i] = i;
        for (std::size_t i = 0; i < k; ++i) {
            const auto j = static_cast<std::size_t>(below(n - i));
            chosen.push_back(pool[j]);
            pool[j] = pool[n - i - 1];
        }
        return chosen;
    }
    std::unordered_set<std::size_t> selected;
    while (chosen.size() < k) {
        const auto j = static_cast<std::size_t>(below(n));
        if (selected.insert(j).second) chosen.push_back(j);
    }
    return chosen;
}

std::vector<std::size_t> python_random::choice_indices(std::size_t n, std::size_t k,
                                                       std::span<const double> weights) {
    if (n == 0) throw value_error("Cannot choose from an empty sequence");
    std::vector<std::size_t> chosen;
    if (weights.empty()) {
        const auto size = static_cast<double>(n);
        for (std::size_t i = 0; i < k; ++i) chosen.push_back(static_cast<std::size_t>(random() * size));
        return chosen;
    }
    if (weights.size() != n) throw value_error("The number of weights does not match the population");
    std::vector<double> up_to;
    for (const double weight : weights) up_to.push_back(up_to.empty() ? weight : up_to.back() + weight);
    const double total = up_to.back();
    if (total <= 0) throw value_error("Total of weights must be greater than zero");
    if (!std::isfinite(total)) throw value_error("Total of weights must be finite");
    for (std::size_t i = 0; i < k; ++i) {
        const auto found = std::upper_bound(up_to.begin(), up_to.end() - 1, random() * total);
        chosen.push_back(static_cast<std::size_t>(found - up_to.begin()));
    }
    return chosen;
}

// ---- numbers

namespace {

constexpr double two_pi = 0x1.921fb54442d18p+2;
constexpr double e = std::numbers::e;
constexpr double log_four = 0x1.62e42fefa39efp+0;
constexpr double kinderman = 0x1.b72cd3f331398p+0; // 4 exp(-1/2) / √2
constexpr double cheng = 0x1.40859baee748fp+1;     // 1 + log 4.5

} // namespace

double python_random::random() noexcept {
    const std::uint32_t high = next_word() >> 5, low = next_word() >> 6;
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
}

double python_random::uniform(double a, double b) { return a + (b - a) * random(); }

double python_random::triangular(double low, double high, std::optional<double> mode) {
    double u = random();
    if (mode && high - low == 0) return low;
    double c = mode ? (*mode - low) / (high - low) : 0.5;
    if (u > c) {
        u = 1.0 - u;
        c = 1.0 - c;
        std::swap(low, high);
    }
    return low + (high - low) * std::sqrt(u * c);
}

double python_random::normalvariate(double mu, double sigma) {
    for (;;) {
        const double u1 = random(), u2 = 1.0 - random();
        const double z = kinderman * (u1 - 0.5) / u2;
        if (z * z / 4.0 <= -std::log(u2)) return mu + z * sigma;
    }
}

double python_random::gauss(double mu, double sigma) {
    double z;
    if (gauss_next_) {
        z = *gauss_next_;
        gauss_next_.reset();
    } else {
        const double angle = random() * two_pi;
        const double radius = std::sqrt(-2.0 * std::log(1.0 - random()));
        z = std::cos(angle) * radius;
        gauss_next_ = std::sin(angle) * radius;
    }
    return mu + z * sigma;
}

double python_random::lognormvariate(double mu, double sigma) { return std::exp(normalvariate(mu, sigma)); }

double python_random::expovariate(double lambd) {
    if (lambd == 0) throw value_error("expovariate: lambd = 0: must not be 0 (it is 1 / mean)");
    return -std::log(1.0 - random()) / lambd;
}

// For alpha > 1 Cheng 1977; for alpha < 1 algorithm GS of Ahrens and Dieter 1974.
double python_random::gammavariate(double alpha, double beta) {
    if (!(alpha > 0.0) || !(beta > 0.0)) throw value_error("gammavariate: alpha and beta must be > 0.0");
    if (alpha == 1.0) return -std::log(1.0 - random()) * beta;
    if (alpha > 1.0) {
        const double a = std::sqrt(2.0 * alpha - 1.0), b = alpha - log_four, c = alpha + a;
        for (;;) {
            const double u1 = random();
            if (!(1e-7 < u1 && u1 < 0.9999999)) continue;
            const double u2 = 1.0 - random();
            const double v = std::log(u1 / (1.0 - u1)) / a;
            const double x = alpha * std::exp(v), z = u1 * u1 * u2, r = b + c * v - x;
            if (r + cheng - 4.5 * z >= 0.0 || r >= std::log(z)) return x * beta;
        }
    }
    for (;;) {
        const double u = random(), b = (e + alpha) / e, p = b * u;
        const double x = p <= 1.0 ? std::pow(p, 1.0 / alpha) : -std::log((b - p) / alpha);
        const double u1 = random();
        if (p > 1.0 ? u1 <= std::pow(x, alpha - 1.0) : u1 <= std::exp(-x)) return x * beta;
    }
}

double python_random::betavariate(double alpha, double beta) {
    const double y = gammavariate(alpha, 1.0);
    return y == 0 ? 0.0 : y / (y + gammavariate(beta, 1.0));
}

// Best and Fisher 1979.
double python_random::vonmisesvariate(double mu, double kappa) {
    if (kappa <= 1e-6) return two_pi * random();
    const double s = 0.5 / kappa, r = s + std::sqrt(1.0 + s * s);
    for (;;) {
        const double z = std::cos(std::numbers::pi * random());
        const double d = z / (r + z), u2 = random();
        if (!(u2 < 1.0 - d * d || u2 <= (1.0 - d) * std::exp(d))) continue;
        const double q = 1.0 / r, f = (q + z) / (1.0 + q * z);
        const double angle = random() > 0.5 ? mu + std::acos(f) : mu - std::acos(f);
        const double rest = std::fmod(angle, two_pi); // Python's % has the sign of its right side
        return rest < 0 ? rest + two_pi : rest;
    }
}

double python_random::paretovariate(double alpha) {
    if (alpha == 0) throw value_error("paretovariate: alpha = 0: must not be 0");
    return std::pow(1.0 - random(), -1.0 / alpha);
}

double python_random::weibullvariate(double alpha, double beta) {
    if (beta == 0) throw value_error("weibullvariate: beta = 0: must not be 0");
    return alpha * std::pow(-std::log(1.0 - random()), 1.0 / beta);
}

} // namespace rondo::inline v0::sim
