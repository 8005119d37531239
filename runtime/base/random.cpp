// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/random.hpp>

namespace rondo::inline v0 {

namespace {

constexpr philox4x32::counter counter_of(std::uint64_t low, std::uint64_t high) {
    return {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> 32),
            static_cast<std::uint32_t>(high), static_cast<std::uint32_t>(high >> 32)};
}

constexpr philox4x32::key key_of(std::uint64_t key) {
    return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

} // namespace

random_stream::identity random_stream::derived(std::uint64_t key, std::uint64_t a, std::uint64_t b) noexcept {
    const philox4x32::counter bits = philox4x32::block(counter_of(a, b), key_of(key));
    return {detail::joined(bits[0], bits[1]), detail::joined(bits[2], bits[3])};
}

// One block is a chain of ten dependent multiplications; four side by side take little longer than one.
void random_stream::refill() noexcept {
    constexpr std::size_t blocks = batch / 2;
    std::uint32_t c[4][blocks];
    for (std::size_t i = 0; i < blocks; ++i) {
        const philox4x32::counter start = counter_of(next_block_ + i, upper_);
        for (std::size_t word = 0; word < 4; ++word) c[word][i] = start[word];
    }
    auto [k0, k1] = key_of(key_);
    for (int round = 0; round < philox4x32::rounds; ++round) {
        for (std::size_t i = 0; i < blocks; ++i) {
            const std::uint64_t first = std::uint64_t(0xD2511F53U) * c[0][i];
            const std::uint64_t second = std::uint64_t(0xCD9E8D57U) * c[2][i];
            c[0][i] = static_cast<std::uint32_t>(second >> 32) ^ c[1][i] ^ k0;
            c[1][i] = static_cast<std::uint32_t>(second);
            c[2][i] = static_cast<std::uint32_t>(first >> 32) ^ c[3][i] ^ k1;
            c[3][i] = static_cast<std::uint32_t>(first);
        }
        k0 += 0x9E3779B9U;
        k1 += 0xBB67AE85U;
    }
    for (std::size_t i = 0; i < blocks; ++i) {
        buffer_[2 * i] = detail::joined(c[0][i], c[1][i]);
        buffer_[2 * i + 1] = detail::joined(c[2][i], c[3][i]);
    }
    next_block_ += blocks;
    at_ = 0;
}

void random_stream::seek(std::uint64_t draw) noexcept {
    next_block_ = draw / batch * (batch / 2);
    refill();
    at_ = static_cast<std::uint32_t>(draw % batch);
}

} // namespace rondo::inline v0
