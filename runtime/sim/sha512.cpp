// SPDX-License-Identifier: BSL-1.0
#include "sha512.hpp"

#include <bit>

namespace rondo::inline v0::sim::detail {

namespace {

// The first 64 bits of the fractional parts: of the cube roots of the first 80 primes, and of the square roots of
// the first 8.
constexpr std::uint64_t round_constants[80] = {
    // clang-format off
    0x428a2f98d728ae22U, 0x7137449123ef65cdU, 0xb5c0fbcfec4d3b2fU, 0xe9b5dba58189dbbcU,
    0x3956c25bf348b538U, 0x59f111f1b605d019U, 0x923f82a4af194f9bU, 0xab1c5ed5da6d8118U,
    0xd807aa98a3030242U, 0x12835b0145706fbeU, 0x243185be4ee4b28cU, 0x550c7dc3d5ffb4e2U,
    0x72be5d74f27b896fU, 0x80deb1fe3b1696b1U, 0x9bdc06a725c71235U, 0xc19bf174cf692694U,
    0xe49b69c19ef14ad2U, 0xefbe4786384f25e3U, 0x0fc19dc68b8cd5b5U, 0x240ca1cc77ac9c65U,
    0x2de92c6f592b0275U, 0x4a7484aa6ea6e483U, 0x5cb0a9dcbd41fbd4U, 0x76f988da831153b5U,
    0x983e5152ee66dfabU, 0xa831c66d2db43210U, 0xb00327c898fb213fU, 0xbf597fc7beef0ee4U,
    0xc6e00bf33da88fc2U, 0xd5a79147930aa725U, 0x06ca6351e003826fU, 0x142929670a0e6e70U,
    0x27b70a8546d22ffcU, 0x2e1b21385c26c926U, 0x4d2c6dfc5ac42aedU, 0x53380d139d95b3dfU,
    0x650a73548baf63deU, 0x766a0abb3c77b2a8U, 0x81c2c92e47edaee6U, 0x92722c851482353bU,
    0xa2bfe8a14cf10364U, 0xa81a664bbc423001U, 0xc24b8b70d0f89791U, 0xc76c51a30654be30U,
    0xd192e819d6ef5218U, 0xd69906245565a910U, 0xf40e35855771202aU, 0x106aa07032bbd1b8U,
    0x19a4c116b8d2d0c8U, 0x1e376c085141ab53U, 0x2748774cdf8eeb99U, 0x34b0bcb5e19b48a8U,
    0x391c0cb3c5c95a63U, 0x4ed8aa4ae3418acbU, 0x5b9cca4f7763e373U, 0x682e6ff3d6b2b8a3U,
    0x748f82ee5defb2fcU, 0x78a5636f43172f60U, 0x84c87814a1f0ab72U, 0x8cc702081a6439ecU,
    0x90befffa23631e28U, 0xa4506cebde82bde9U, 0xbef9a3f7b2c67915U, 0xc67178f2e372532bU,
    0xca273eceea26619cU, 0xd186b8c721c0c207U, 0xeada7dd6cde0eb1eU, 0xf57d4f7fee6ed178U,
    0x06f067aa72176fbaU, 0x0a637dc5a2c898a6U, 0x113f9804bef90daeU, 0x1b710b35131c471bU,
    0x28db77f523047d84U, 0x32caab7b40c72493U, 0x3c9ebe0a15c9bebcU, 0x431d67c49c100d4cU,
    0x4cc5d4becb3e42b6U, 0x597f299cfc657e2aU, 0x5fcb6fab3ad6faecU, 0x6c44198c4a475817U,
    // clang-format on
};

constexpr std::array<std::uint64_t, 8> initial = {
    // clang-format off
    0x6a09e667f3bcc908U, 0xbb67ae8584caa73bU, 0x3c6ef372fe94f82bU, 0xa54ff53a5f1d36f1U,
    0x510e527fade682d1U, 0x9b05688c2b3e6c1fU, 0x1f83d9abfb41bd6bU, 0x5be0cd19137e2179U,
    // clang-format on
};

void compress(std::array<std::uint64_t, 8>& hash, const unsigned char* block) {
    std::uint64_t w[80];
    for (int t = 0; t < 16; ++t) {
        w[t] = 0;
        for (int byte = 0; byte < 8; ++byte) w[t] = w[t] << 8 | block[8 * t + byte];
    }
    for (int t = 16; t < 80; ++t) {
        const std::uint64_t x = w[t - 2], y = w[t - 15];
        w[t] = w[t - 16] + w[t - 7] + (std::rotr(y, 1) ^ std::rotr(y, 8) ^ y >> 7) +
               (std::rotr(x, 19) ^ std::rotr(x, 61) ^ x >> 6);
    }
    auto [a, b, c, d, e, f, g, h] = hash;
    for (int t = 0; t < 80; ++t) {
        const std::uint64_t mixed = h + (std::rotr(e, 14) ^ std::rotr(e, 18) ^ std::rotr(e, 41)) +
                                    ((e & f) ^ (~e & g)) + round_constants[t] + w[t];
        const std::uint64_t majority =
            (std::rotr(a, 28) ^ std::rotr(a, 34) ^ std::rotr(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + mixed, d = c, c = b, b = a, a = mixed + majority;
    }
    const std::uint64_t state[] = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) hash[i] += state[i];
}

} // namespace

std::array<unsigned char, 64> sha512(std::string_view message) {
    std::vector<unsigned char> padded(message.begin(), message.end());
    padded.push_back(0x80);
    while (padded.size() % 128 != 112) padded.push_back(0);
    const std::uint64_t bits =
        message.size() * std::uint64_t(8); // of the 128 bits of the length, the lower half
    padded.insert(padded.end(), 8, 0);
    for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<unsigned char>(bits >> shift));
    std::array<std::uint64_t, 8> hash = initial;
    for (std::size_t at = 0; at < padded.size(); at += 128) compress(hash, padded.data() + at);
    std::array<unsigned char, 64> digest;
    for (std::size_t i = 0; i < 64; ++i)
        digest[i] = static_cast<unsigned char>(hash[i / 8] >> (56 - i % 8 * 8));
    return digest;
}

} // namespace rondo::inline v0::sim::detail
