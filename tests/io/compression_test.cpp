// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/compression.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/task.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace rondo;

namespace {

using bytes = std::vector<std::byte>;

bytes of(std::string_view text) {
    bytes made(text.size());
    std::transform(text.begin(), text.end(), made.begin(), [](char c) { return static_cast<std::byte>(c); });
    return made;
}

// Text that compresses, as text does.
bytes prose(std::size_t size, unsigned seed = 1) {
    std::mt19937 lots(seed);
    bytes made(size);
    for (std::size_t i = 0; i != size; ++i)
        made[i] = i > 40 && lots() % 4 != 0 ? made[i - 37] : static_cast<std::byte>('a' + lots() % 26);
    return made;
}

bytes packed(compression what, const bytes& plain, std::size_t step = 1000, int level = 0) {
    compressor work(what, level);
    bytes made;
    bytes room(step);
    for (std::span<const std::byte> in(plain); !in.empty();) {
        const std::size_t got = work.run(in, room);
        made.insert(made.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got));
    }
    for (bool more = true; more;) {
        const std::size_t got = work.finish(room);
        made.insert(made.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got));
        more = got == room.size();
    }
    return made;
}

struct outcome_of {
    bytes plain;
    std::string error;
    std::uint64_t offset = 0;
};

outcome_of unpacked(compression what, const bytes& from, std::size_t in_step = 1000,
                    std::size_t out_step = 1000, decompress_options options = {}) {
    decompressor work(what, options);
    outcome_of made;
    bytes room(out_step);
    try {
        for (std::size_t at = 0; at < from.size(); at += in_step) {
            std::span<const std::byte> in(from.data() + at, std::min(in_step, from.size() - at));
            for (std::size_t got = room.size(); got == room.size();) {
                got = work.run(in, room);
                made.plain.insert(made.plain.end(), room.begin(),
                                  room.begin() + static_cast<std::ptrdiff_t>(got));
            }
        }
        work.finish();
        CHECK(work.taken() == from.size());
        CHECK(work.given() == made.plain.size());
    } catch (const compression_error& e) {
        made.error = e.what();
        made.offset = e.offset();
    }
    return made;
}

bytes operator+(bytes a, const bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

constexpr compression kinds[] = {compression::gzip, compression::zstd};

byte_chunks in_pieces(bytes all, std::size_t step, int* closed = nullptr) {
    struct counts {
        explicit counts(int* to) : to(to) {}
        ~counts() {
            if (to) ++*to;
        }
        int* to;
    };
    const counts at_end(closed);
    for (std::size_t at = 0; at < all.size(); at += step) {
        const std::span<const std::byte> piece(all.data() + at, std::min(step, all.size() - at));
        co_yield piece;
    }
}

task<bytes> gathered(byte_chunks from) {
    bytes all;
    while (auto piece = co_await from.next()) all.insert(all.end(), piece->begin(), piece->end());
    co_return all;
}

} // namespace

TEST_CASE("compression: told by the first bytes, and by the name") {
    CHECK(compression_of(of("\x1f\x8b\x08")) == compression::gzip);
    CHECK(compression_of(of("\x28\xb5\x2f\xfd")) == compression::zstd);
    CHECK(compression_of(of("\x5a\x2a\x4d\x18")) == compression::zstd);
    CHECK(compression_of(of("\x1f")) == compression::none);
    CHECK(compression_of({}) == compression::none);
    CHECK(compression_of(of("plain text")) == compression::none);
    CHECK(compression_of_name("a/b.log.gz") == compression::gzip);
    CHECK(compression_of_name("A.TGZ") == compression::gzip);
    CHECK(compression_of_name("a.zst") == compression::zstd);
    CHECK(compression_of_name("a.tzst") == compression::zstd);
    CHECK(compression_of_name("gz") == compression::none);
    CHECK(compression_of_name("") == compression::none);
}

TEST_CASE("compression: what goes in comes out, whatever the pieces") {
    for (const compression what : {compression::none, compression::gzip, compression::zstd}) {
        for (const std::size_t size : {0U, 1U, 999U, 70'000U}) {
            const bytes plain = prose(size);
            for (const std::size_t step : {1U, 7U, 4096U, 1'000'000U}) {
                const bytes small = packed(what, plain, step);
                CHECK((unpacked(what, small, step, 65536).plain == plain));
                CHECK((unpacked(what, small, 65536, step).plain == plain));
                if (what != compression::none && size == 70'000) CHECK(small.size() < plain.size());
            }
        }
    }
    for (const int level : {1, 6, 9})
        CHECK((unpacked(compression::gzip, packed(compression::gzip, prose(5000), 100, level)).plain ==
               prose(5000)));
    for (const int level : {1, 19})
        CHECK((unpacked(compression::zstd, packed(compression::zstd, prose(5000), 100, level)).plain ==
               prose(5000)));
    CHECK_THROWS_WITH_AS(compressor(compression::gzip, 10), doctest::Contains("1 to 9"), value_error);
    CHECK_THROWS_AS(compressor(compression::zstd, -1), value_error);
}

TEST_CASE("compression: what gzip itself made is read") {
    const unsigned char made[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                  0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
                                  0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00};
    bytes from(std::size(made));
    std::ranges::transform(made, from.begin(), [](unsigned char c) { return static_cast<std::byte>(c); });
    CHECK((unpacked(compression::gzip, from, 1, 1).plain == of("hello\n")));
}

TEST_CASE("compression: members that follow one another are one, empty ones too, and padding is nothing") {
    for (const compression what : kinds) {
        const bytes first = packed(what, prose(3000, 1));
        const bytes second = packed(what, prose(2000, 2));
        const bytes empty = packed(what, {});
        for (const std::size_t step : {1U, 13U, 100'000U}) {
            const outcome_of got = unpacked(what, first + empty + second + empty, step, 777);
            CHECK((got.plain == prose(3000, 1) + prose(2000, 2)));
            CHECK(got.error.empty());
            const outcome_of padded = unpacked(what, first + bytes(512, std::byte(0)), step);
            CHECK((padded.plain == prose(3000, 1)));
            CHECK(padded.error.empty());
        }
        CHECK(unpacked(what, {}).error.empty()); // an empty file holds nothing
    }
}

TEST_CASE("compression: cut off anywhere it gives what it can, and then the error with its place") {
    for (const compression what : kinds) {
        const bytes plain = prose(2000);
        const bytes whole = packed(what, plain);
        for (std::size_t size = 1; size != whole.size(); ++size) {
            const outcome_of got = unpacked(
                what, bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), 100, 64);
            REQUIRE(got.error.find("cut off") != std::string::npos);
            REQUIRE(got.offset == size);
            REQUIRE(got.plain.size() <= plain.size());
            REQUIRE(std::equal(got.plain.begin(), got.plain.end(), plain.begin()));
        }
    }
}

TEST_CASE("compression: what follows the last member is an error with its place, after all that was good") {
    for (const compression what : kinds) {
        const bytes whole = packed(what, prose(2000));
        for (const bytes& rest : {of("something else"), bytes(3, std::byte(0)) + of("x")}) {
            const outcome_of got = unpacked(what, whole + rest, 100'000, 100'000);
            CHECK((got.plain == prose(2000)));
            CHECK_FALSE(got.error.empty());
            CHECK(got.offset >= whole.size());
            CHECK(got.offset <= whole.size() + 10); // a header is looked at whole
        }
    }
}

TEST_CASE("compression: no damaged bit passes unnoticed, but where it means nothing") {
    for (const compression what : kinds) {
        const bytes plain = prose(1500);
        const bytes whole = packed(what, plain);
        std::size_t noticed = 0;
        for (std::size_t bit = 0; bit != whole.size() * 8; ++bit) {
            bytes damaged = whole;
            damaged[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
            const outcome_of got = unpacked(what, damaged, 333, 333);
            if (got.error.empty())
                REQUIRE((got.plain == plain)); // as in the date of gzip's header
            else
                ++noticed;
            REQUIRE(got.offset <= damaged.size());
        }
        CHECK(noticed > whole.size() * 8 - 100);
    }
}

TEST_CASE("compression: a bomb is stopped at its limit, and what is within was given") {
    for (const compression what : {compression::none, compression::gzip, compression::zstd}) {
        const bytes plain(10'000'000, std::byte('0'));
        const bytes bomb = packed(what, plain, 100'000);
        if (what != compression::none) CHECK(bomb.size() < 12'000);
        for (const std::size_t step : {1000U, 70'000U}) {
            const outcome_of got = unpacked(what, bomb, 1000, step, {.most = 1'234'567});
            CHECK(got.plain.size() == 1'234'567);
            CHECK(got.error.find("more than the 1234567 bytes") != std::string::npos);
        }
        CHECK(unpacked(what, bomb, 100'000, 100'000, {.most = plain.size()}).error.empty());
    }
}

TEST_CASE("compression: as stages over a stream of bytes, told by what comes first") {
    loop home;
    for (const compression what : {compression::none, compression::gzip, compression::zstd}) {
        for (const std::size_t step : {1U, 1000U}) {
            for (const std::size_t size : {0U, 3U, 200'000U}) {
                const bytes plain = prose(size);
                const bytes small = home.run_until(gathered(compressed(in_pieces(plain, step), what)));
                CHECK((unpacked(what, small).plain == plain));
                CHECK((home.run_until(gathered(decompressed(in_pieces(small, step)))) == plain));
                CHECK((home.run_until(gathered(decompressed(in_pieces(small, step), what))) == plain));
            }
        }
    }
}

TEST_CASE("compression: gzip by whichever library, cut in two anywhere, over a member's end too") {
    const bytes plain = prose(300, 1) + prose(300, 2);
    const bytes two = packed(compression::gzip, prose(300, 1)) + packed(compression::gzip, prose(300, 2));
    for (std::size_t at = 0; at <= two.size(); ++at) {
        for (std::size_t then = 0; then <= 12; ++then) {
            decompressor work(compression::gzip);
            bytes made;
            bytes room(1000);
            std::span<const std::byte> rest(two);
            for (const std::size_t size : {at, then, two.size()}) {
                std::span<const std::byte> in = rest.first(std::min(size, rest.size()));
                rest = rest.subspan(in.size());
                const std::size_t got = work.run(in, room);
                made.insert(made.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got));
            }
            work.finish();
            REQUIRE((made == plain));
        }
    }
}

TEST_CASE("compression: left early the source is closed; its error comes through; a damaged one says so") {
    loop home;
    int closed = 0;
    auto leaves = [&]() -> task<> {
        auto stage = decompressed(in_pieces(packed(compression::gzip, prose(200'000)), 100, &closed));
        co_await stage.next();
        CHECK(closed == 0);
        co_await stage.close();
        CHECK(closed == 1);
    };
    home.run_until(leaves());
    auto breaks = []() -> byte_chunks {
        const bytes some = packed(compression::gzip, prose(100));
        const std::span<const std::byte> piece(some);
        co_yield piece;
        throw std::runtime_error("the disk");
    };
    CHECK_THROWS_WITH(home.run_until(gathered(decompressed(breaks()))), "the disk");
    bytes damaged = packed(compression::gzip, prose(1000));
    damaged.resize(damaged.size() - 5);
    CHECK_THROWS_AS(home.run_until(gathered(decompressed(in_pieces(damaged, 100, &closed)))),
                    compression_error);
    CHECK(closed == 2);
    CHECK_THROWS_AS(
        home.run_until(gathered(compressed(in_pieces(prose(10), 3, &closed), compression::zstd, 99))),
        value_error);
}
