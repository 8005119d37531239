// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/find_byte.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <random>

using namespace rondo;

// The ranges are allocated to the byte: under ASan a read outside ends the program.
TEST_CASE("find_byte: every search finds the first, or the end, in ranges of every size, and reads nothing "
          "outside") {
    for (const byte_search how : byte_searches()) {
        CAPTURE(name(how));
        for (std::size_t size = 0; size <= 420; ++size) {
            const auto bytes = std::make_unique<char[]>(size);
            std::fill_n(bytes.get(), size, 'x');
            const char* const end = bytes.get() + size;
            CHECK(find_byte(bytes.get(), end, '\n', how) == end);
            CHECK(find_byte(bytes.get(), end, '\n') == end);
            for (std::size_t at = size; at-- > 0;) { // the later ones stay
                bytes[at] = '\n';
                bool right = true;
                for (std::size_t from = 0; from <= at; ++from)
                    right = right && find_byte(bytes.get() + from, end, '\n', how) == bytes.get() + at;
                CHECK(right);
                CHECK(find_byte(bytes.get(), end, '\n') == bytes.get() + at);
            }
        }
    }
}

TEST_CASE("find_byte: any byte can be searched, NUL and those above 127 among them") {
    const std::string_view text("ab\0c\xff\x80 0123456789 0123456789 0123456789", 39);
    for (const byte_search how : byte_searches())
        for (int c = -128; c < 128; ++c) {
            const char wanted = static_cast<char>(c);
            const char* const end = text.data() + text.size();
            CHECK(find_byte(text.data(), end, wanted, how) == std::find(text.data(), end, wanted));
        }
}

TEST_CASE("find_byte: memchr is everywhere, and the fastest is the last of what the machine can do") {
    CHECK(byte_searches().front() == byte_search::memchr);
    CHECK(byte_searches().back() == fastest_byte_search());
    CHECK(name(byte_search::avx2) == "avx2");
    CHECK(name(byte_search::sse2) == "sse2");
    CHECK(name(byte_search::memchr) == "memchr");
}

TEST_CASE("find_byte: find_text and count_byte agree with the standard's, wherever the text lies") {
    std::mt19937 random(9);
    for (int round = 0; round != 3000; ++round) {
        std::string text(random() % 400, ' '), what(random() % 9, ' ');
        const unsigned letters = 2 + static_cast<unsigned>(random() % 3);
        for (char& c : text) c = static_cast<char>('a' + random() % letters);
        for (char& c : what) c = static_cast<char>('a' + random() % letters);
        const auto exact = std::make_unique<char[]>(text.size()); // to the byte: nothing outside is read
        std::copy(text.begin(), text.end(), exact.get());
        const std::string_view in(exact.get(), text.size());
        CHECK(find_text(in, what) == in.find(what));
        CHECK(count_byte(in.data(), in.data() + in.size(), 'a') ==
              static_cast<std::size_t>(std::count(in.begin(), in.end(), 'a')));
    }
    std::string late(100'000, 'x');
    late += "needle";
    CHECK(find_text(late, "needle") == 100'000);
    CHECK(find_text(late, "needles") == std::string_view::npos);
    CHECK(find_text(late, "") == 0);
}
