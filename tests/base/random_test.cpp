// SPDX-License-Identifier: BSL-1.0
//
// Random streams: Random123's known answers, and that names and positions alone decide what is drawn.
#include <rondo/base/random.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <set>
#include <vector>

using namespace rondo;

namespace {

std::vector<std::uint64_t> draws(random_stream stream, int count) {
    std::vector<std::uint64_t> result;
    result.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) result.push_back(stream());
    return result;
}

/// A source that gives what it was told to.
struct scripted {
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return ~std::uint64_t(0); }
    std::uint64_t operator()() { return values.at(at++); }
    std::vector<std::uint64_t> values;
    std::size_t at = 0;
};

} // namespace

TEST_CASE("random: Philox4x32-10 gives the known answers of Random123") {
    using counter = philox4x32::counter;
    static_assert(philox4x32::block({0, 0, 0, 0}, {0, 0}) ==
                  counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox4x32::block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox4x32::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("random: a stream is the blocks of Philox, one after the other, as its derivation says") {
    const auto halves = [](std::uint64_t x) {
        return std::array{static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(x >> 32)};
    };
    const auto joined = [](std::uint32_t low, std::uint32_t high) { return std::uint64_t(high) << 32 | low; };
    // FNV-1a of "a" is a published answer.
    const auto purpose = halves(0xaf63dc4c8601ec8cU), seed = halves(42U ^ 0x726f6e646f2d3031U);
    const auto id = philox4x32::block({7, 0, purpose[0], purpose[1]}, {seed[0], seed[1]});
    random_stream stream(42, 7, "a");
    for (std::uint32_t block = 0; block < 9; ++block) {
        const auto bits = philox4x32::block({block, 0, id[2], id[3]}, {id[0], id[1]});
        CHECK(stream() == joined(bits[0], bits[1]));
        CHECK(stream() == joined(bits[2], bits[3]));
    }
}

TEST_CASE("random: seed, replication and purpose each make another stream") {
    std::set<std::uint64_t> firsts;
    for (std::uint64_t seed : {0U, 1U, 42U})
        for (std::uint64_t replication : {0U, 1U, 2U})
            for (const char* purpose : {"", "arrivals", "service", "arrivals "})
                for (const std::uint64_t draw : draws(random_stream(seed, replication, purpose), 50))
                    firsts.insert(draw);
    CHECK(firsts.size() == 3 * 3 * 4 * 50);
    CHECK(draws(random_stream(1, 2, "x"), 20) == draws(random_stream(1, 2, "x"), 20));
    CHECK(random_stream(42)() == random_stream(42, 0, "")());
}

TEST_CASE("random: a substream hangs on its name, not on what its parent has drawn") {
    random_stream parent(5, 0, "machine");
    const auto before = draws(parent.substream("repair"), 10);
    for (int i = 0; i < 13; ++i) parent();
    CHECK(draws(parent.substream("repair"), 10) == before);
    CHECK(draws(parent.substream("failure"), 10) != before);
    std::set<std::uint64_t> all;
    for (std::uint64_t number = 0; number < 100; ++number)
        for (const std::uint64_t draw : draws(parent.substream(number), 10)) all.insert(draw);
    for (const std::uint64_t draw : draws(random_stream(5, 0, "machine"), 1000)) all.insert(draw);
    CHECK(all.size() == 2000);
    CHECK(random_stream(5).substream(1)() != random_stream(6).substream(1)());
}

TEST_CASE("random: the antithetic twin inverts each bit, from where the stream is") {
    random_stream stream(9);
    for (int i = 0; i < 3; ++i) stream();
    random_stream twin = stream.antithetic();
    CHECK(twin.is_antithetic());
    CHECK_FALSE(stream.is_antithetic());
    CHECK_FALSE(twin == stream);
    CHECK(twin.antithetic() == stream);
    for (int i = 0; i < 20; ++i) CHECK(twin() == ~stream());
    for (int i = 0; i < 1000; ++i) {
        const double u = uniform_open(stream);
        CHECK(uniform_open(twin) == 1 - u);
    }
    CHECK(twin.substream("child")() == ~stream.substream("child")());
}

TEST_CASE("random: seek goes to a draw by its number, and position tells it") {
    const auto all = draws(random_stream(3), 40);
    random_stream stream(3);
    for (std::size_t i : {0U, 1U, 7U, 8U, 9U, 39U, 16U, 3U}) {
        stream.seek(i);
        CHECK(stream.position() == i);
        CHECK(stream() == all[i]);
        CHECK(stream.position() == i + 1);
    }
    random_stream untouched(3);
    CHECK(untouched.position() == 0);
    stream.seek(0);
    CHECK(stream == untouched);
    stream.seek(std::uint64_t(1) << 40);
    CHECK(stream.position() == std::uint64_t(1) << 40);
}

TEST_CASE("random: uniform01 and uniform_open have the ends that they promise") {
    scripted ends{{0, ~std::uint64_t(0), 0, ~std::uint64_t(0)}};
    CHECK(uniform01(ends) == 0.0);
    CHECK(uniform01(ends) == 1.0 - 0x1p-53);
    CHECK(uniform_open(ends) == 0x1p-53);
    CHECK(uniform_open(ends) == 1.0 - 0x1p-53);
}

TEST_CASE("random: uniform_below rejects the draws that would make some numbers likelier") {
    // Three parts of 2^64: the low word 0 of a product is the one surplus draw, 2^64 mod 3 = 1.
    scripted surplus{{0, 1}};
    CHECK(uniform_below(surplus, 3) == 0);
    CHECK(surplus.at == 2);
    scripted ends{{1, ~std::uint64_t(0), (std::uint64_t(1) << 63) + 1}};
    CHECK(uniform_below(ends, 3) == 0);
    CHECK(uniform_below(ends, 3) == 2);
    CHECK(uniform_below(ends, 6) == 3);
    random_stream stream(1);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i) ++counts.at(uniform_below(stream, 7));
    double chi_squared = 0;
    for (const int count : counts) chi_squared += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
    CHECK(chi_squared < 22.46); // 6 degrees of freedom: exceeded once in a thousand
    CHECK(uniform_below(stream, 1) == 0);
}

TEST_CASE("random: uniform01 is uniform, and neighbours are not correlated") {
    random_stream stream(2024, 0, "uniform");
    constexpr int n = 200'000;
    double sum = 0, squares = 0, products = 0, previous = 0.5;
    for (int i = 0; i < n; ++i) {
        const double u = uniform01(stream);
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
        products += (u - 0.5) * (previous - 0.5);
        previous = u;
    }
    CHECK(std::abs(sum / n - 0.5) < 4 * std::sqrt(1.0 / 12 / n));
    CHECK(std::abs(squares / n - 1.0 / 12) < 4 * std::sqrt(1.0 / 180 / n));
    CHECK(std::abs(products / n * 12) < 4 / std::sqrt(n));
}

TEST_CASE("random: in antithetic pairing the second replication of a pair mirrors the first") {
    using enum random_streams::pairing;
    random_stream even = random_streams(8, 4, antithetic)("service");
    random_stream odd = random_streams(8, 5, antithetic)("service");
    random_stream next = random_streams(8, 6, antithetic)("service");
    const std::uint64_t drawn = even();
    CHECK(odd() == ~drawn);
    CHECK(next() != drawn);
    CHECK(random_streams(8, 4)("service") == random_stream(8, 4, "service"));
    CHECK(random_streams(8, 5, independent)("service") == random_stream(8, 5, "service"));
}

TEST_CASE("random: other engines of 64 bits draw, narrower ones are refused") {
    static_assert(uniform_bits<std::mt19937_64>);
    static_assert(!uniform_bits<std::mt19937>);
    std::mt19937_64 engine(1);
    CHECK(uniform01(engine) < 1);
}
