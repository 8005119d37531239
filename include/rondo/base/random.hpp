// SPDX-License-Identifier: BSL-1.0
//
// Streams of random bits that are named, not shared: who draws for (seed, replication, purpose) gets the same
// numbers whatever else the program draws. Philox4x32-10 is a keyed function of a counter, so a stream is a
// place in a table of 2^128 blocks that nobody has to store:
//
//     (replication, hash of the purpose) ──Philox, keyed by the seed──► 64 bits: key of the stream
//                                                                       64 bits: upper half of its counter
//     block i of the stream = Philox(counter = (i, upper half), key)  ──► two draws of 64 bits
//
// Philox permutes, so two streams of one seed never share a block unless the hashes of their purposes do. Only
// integer arithmetic: the same bits by every compiler, on every machine. Not for secrets.
#pragma once

#include <rondo/base/config.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace rondo::inline v0 {

/// The function Philox4x32-10: a block of 128 random bits for each counter and key.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11; known answers of
/// Random123.
struct philox4x32 {
    using counter = std::array<std::uint32_t, 4>;
    using key = std::array<std::uint32_t, 2>;
    static constexpr int rounds = 10;

    static constexpr counter block(counter c, key k) noexcept {
        for (int round = 0; round < rounds; ++round) {
            const std::uint64_t first = std::uint64_t(0xD2511F53U) * c[0];
            const std::uint64_t second = std::uint64_t(0xCD9E8D57U) * c[2];
            c = {static_cast<std::uint32_t>(second >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(second),
                 static_cast<std::uint32_t>(first >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(first)};
            k = {k[0] + 0x9E3779B9U, k[1] + 0xBB67AE85U}; // the golden ratio and the square root of 3
        }
        return c;
    }
};

/// What the laws draw from: an object whose call gives 64 independent random bits.
/// random_stream and std::mt19937_64 are such.
template <class Bits>
concept uniform_bits = requires(Bits& bits) {
    { bits() } -> std::same_as<std::uint64_t>;
    requires Bits::min() == 0 && Bits::max() == std::numeric_limits<std::uint64_t>::max();
};

/// A number in [0, 1), one of 2^53, all equally likely. Cost: one draw.
template <uniform_bits Bits>
double uniform01(Bits& bits) {
    return static_cast<double>(bits() >> 11) * 0x1p-53;
}

/// A number in (0, 1), never an end, one of 2^52: the midpoints of equal parts. Exactly symmetric: 1 - u is
/// what the antithetic stream gives. Cost: one draw.
template <uniform_bits Bits>
double uniform_open(Bits& bits) {
    return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; // both steps are exact
}

namespace detail {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint64_t joined(std::uint32_t low, std::uint32_t high) noexcept {
    return std::uint64_t(high) << 32 | low;
}

constexpr std::uint64_t purpose_hash(std::string_view purpose) noexcept { // FNV-1a, 64 bits
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

} // namespace detail

/// A whole number in [0, bound), all equally likely, without bias.
/// Requires: bound > 0. Cost: one draw, a second one with probability bound / 2^64.
/// Source: Lemire, "Fast random integer generation in an interval", 2019.
template <uniform_bits Bits>
std::uint64_t uniform_below(Bits& bits, std::uint64_t bound) {
    detail::uint128 product = static_cast<detail::uint128>(bits()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) [[unlikely]] {
        const std::uint64_t excess = (0 - bound) % bound; // 2^64 mod bound
        while (static_cast<std::uint64_t>(product) < excess)
            product = static_cast<detail::uint128>(bits()) * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
}

/// A stream of random bits, told from all others by (seed, replication, purpose). A regular value: a copy goes
/// on from where the original was, and draws the same.
/// Threads: as an int; give each task or replication its own streams.
/// Cost: about 5 ns a draw; 104 bytes; making one costs about a block of Philox.
/// Example: `random_stream arrivals(42, replication, "arrivals"); double u = uniform01(arrivals);`
class RONDO_API random_stream {
public:
    using result_type = std::uint64_t;

    /// The stream of a purpose in a replication of a run with this seed.
    explicit random_stream(std::uint64_t seed, std::uint64_t replication = 0,
                           std::string_view purpose = "") noexcept
        : random_stream(derived(seed ^ root, replication, detail::purpose_hash(purpose)), 0) {}

    static constexpr result_type min() noexcept { return 0; }
    static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

    /// The next 64 bits.
    result_type operator()() noexcept {
        if (at_ == batch) refill();
        return buffer_[at_++] ^ flip_;
    }

    /// A stream within this one, told by its name or number: the same however much was drawn from this one.
    random_stream substream(std::string_view purpose) const noexcept {
        return {derived(key_ ^ by_name, detail::purpose_hash(purpose), upper_), flip_};
    }
    random_stream substream(std::uint64_t number) const noexcept {
        return {derived(key_ ^ by_number, number, upper_), flip_};
    }

    /// This stream at its present position with every bit inverted: where this draws u, it draws 1 - u
    /// (exactly so by uniform_open). The antithetic of the antithetic is the stream itself.
    random_stream antithetic() const noexcept {
        random_stream twin = *this;
        twin.flip_ = ~flip_;
        return twin;
    }
    bool is_antithetic() const noexcept { return flip_ != 0; }

    /// How many draws were made, or skipped.
    std::uint64_t position() const noexcept { return next_block_ * 2 - (batch - at_); }
    /// Goes to the draw with this number. Cost: constant, four blocks of Philox.
    void seek(std::uint64_t draw) noexcept;

    /// The same stream at the same position, both antithetic or neither.
    friend bool operator==(const random_stream& a, const random_stream& b) noexcept {
        return a.key_ == b.key_ && a.upper_ == b.upper_ && a.flip_ == b.flip_ && a.position() == b.position();
    }

private:
    struct identity {
        std::uint64_t key, upper;
    };
    static constexpr std::uint64_t root = 0x726f6e646f2d3031U;      // so that no derivation shares its blocks
    static constexpr std::uint64_t by_name = 0x9d39247e33776d41U;   // with another kind, or with draws
    static constexpr std::uint64_t by_number = 0x2af7398005aaa5c7U; // of the same key
    static constexpr std::uint32_t batch = 8; // draws of four blocks, which a processor computes side by side

    random_stream(identity id, std::uint64_t flip) noexcept : key_(id.key), upper_(id.upper), flip_(flip) {}

    static identity derived(std::uint64_t key, std::uint64_t a, std::uint64_t b) noexcept;
    void refill() noexcept;

    std::uint64_t key_, upper_;
    std::uint64_t flip_;           ///< 0, or all ones: antithetic
    std::uint64_t next_block_ = 0; ///< the first block that is not in the buffer
    std::uint32_t at_ = batch;     ///< the next draw in the buffer; batch: it is used up
    std::array<std::uint64_t, batch> buffer_{};
};

/// The streams of one replication, by purpose. In pairs of replications, (0, 1), (2, 3) …, the second may be
/// made the antithetic of the first: the mean of a pair then varies less than that of two independent ones.
/// Example: `random_streams streams(42, replication); auto service = streams("service");`
class random_streams {
public:
    enum class pairing { independent, antithetic };

    explicit random_streams(std::uint64_t seed, std::uint64_t replication = 0,
                            pairing pairs = pairing::independent) noexcept
        : seed_(seed), replication_(pairs == pairing::antithetic ? replication / 2 : replication),
          flipped_(pairs == pairing::antithetic && replication % 2 != 0) {}

    /// The stream of a purpose, from its beginning, at every call.
    random_stream operator()(std::string_view purpose) const noexcept {
        const random_stream stream(seed_, replication_, purpose);
        return flipped_ ? stream.antithetic() : stream;
    }

private:
    std::uint64_t seed_, replication_;
    bool flipped_;
};

static_assert(uniform_bits<random_stream>);

} // namespace rondo::inline v0
