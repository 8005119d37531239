// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/line_splitter.hpp>

#include "../base/death.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <vector>

using namespace rondo;

namespace {

struct kept {
    std::string text;
    std::uint64_t number;
    std::uint64_t offset;
    bool operator==(const kept&) const = default;
};

// Longer than allowed: `text` is "!", as the errors of the splitter are written down below.
std::vector<kept> by_byte_loop(std::string_view all, std::size_t max_bytes, bool strip_cr) {
    std::vector<kept> lines;
    for (std::size_t from = 0; from < all.size();) {
        std::size_t to = from;
        while (to < all.size() && all[to] != '\n') ++to;
        std::string text(all.substr(from, to - from));
        if (strip_cr && !text.empty() && text.back() == '\r') text.pop_back();
        if (text.size() > max_bytes) text = "!";
        lines.push_back({text, lines.size() + 1, from});
        from = to + 1;
    }
    return lines;
}

void drain(line_splitter& in, std::vector<kept>& lines) {
    for (;;) {
        try {
            const std::optional<line> one = in.next();
            if (!one) return;
            lines.push_back({one->own(), one->number(), one->offset()});
        } catch (const line_too_long& e) {
            lines.push_back({"!", e.number(), e.offset()});
        }
    }
}

// Each block in memory of its own, to the byte, freed as soon as it is spent.
template <class Size>
std::vector<kept> by_splitter(std::string_view all, line_options options, byte_search how, Size next_size) {
    line_splitter in(std::move(options), how);
    std::vector<kept> lines;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t size = std::min(next_size(), all.size() - at);
        const auto bytes = std::make_unique<char[]>(size);
        all.copy(bytes.get(), size, at);
        in.push(block{bytes.get(), size, at});
        drain(in, lines);
        at += size;
    }
    in.finish();
    drain(in, lines);
    CHECK(in.number() == lines.size());
    return lines;
}

std::vector<std::string> texts(std::string_view all, line_options options = {}) {
    std::vector<std::string> got;
    for (const kept& one :
         by_splitter(all, std::move(options), fastest_byte_search(), [] { return std::size_t(3); }))
        got.push_back(one.text);
    return got;
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE(
    "line_splitter: a carriage return stays unless asked, NUL is data, the last line needs no newline") {
    CHECK(texts("").empty());
    CHECK((texts("\n") == strings{""}));
    CHECK((texts("a\n\nb") == strings{"a", "", "b"}));
    CHECK((texts("one\r\ntwo\r\r\n\r\nend\r") == strings{"one\r", "two\r\r", "\r", "end\r"}));
    CHECK((texts("one\r\ntwo\r\r\n\r\nend\r", {.strip_cr = true}) == strings{"one", "two\r", "", "end"}));
    const std::string nul("a\0b\n\0", 5);
    CHECK((texts(nul) == strings{nul.substr(0, 3), nul.substr(4)}));
}

TEST_CASE("line_splitter: random bytes in random blocks are the lines of a byte loop, on every search") {
    std::mt19937 random(7);
    for (int round = 0; round < 600; ++round) {
        std::string all(random() % 400, ' ');
        const unsigned rare = 1 + static_cast<unsigned>(random() % 60);
        for (char& c : all)
            c = random() % rare == 0 ? '\n' : random() % 5 == 0 ? '\r' : static_cast<char>(random() % 256);
        const std::size_t largest = 1 + random() % 200;
        const std::size_t max_bytes = random() % 2 == 0 ? std::size_t(1) << 20 : random() % 40;
        const bool strip = random() % 2 == 0;
        const std::vector<kept> want = by_byte_loop(all, max_bytes, strip);
        for (const byte_search how : byte_searches()) {
            CAPTURE(round);
            CAPTURE(name(how));
            const line_options options{.max_bytes = max_bytes, .strip_cr = strip};
            CHECK((by_splitter(all, options, how, [&] { return std::size_t(random() % (largest + 1)); }) ==
                   want));
        }
    }
}

TEST_CASE("line_splitter: a line in one block is not copied, one across blocks stays beside the others") {
    const std::string first = "alpha\nbe", second = "ta\ngamma\n";
    line_splitter in;
    in.push(first);
    CHECK(in.next()->text().data() == first.data());
    CHECK_FALSE(in.next());
    in.push(second);
    const line crossed = *in.next();
    const line inside = *in.next();
    CHECK(crossed.text() == "beta");
    CHECK(crossed.offset() == 6);
    CHECK(inside.text().data() == second.data() + 3);
    CHECK(inside.number() == 3);
    CHECK(inside.offset() == 11);
    const std::string_view seen = inside;
    CHECK(seen == "gamma");
}

TEST_CASE("line_splitter: a line above the limit is an error with path, line and offset; the next call goes "
          "on behind it") {
    const std::string text = "ab\ntoo long\nok\n";
    line_splitter in({.max_bytes = 4, .path = "app.log"});
    in.push(text);
    CHECK(in.next()->text() == "ab");
    CHECK_THROWS_WITH_AS(
        in.next(),
        "app.log: line 2, at offset 3, is longer than 4 bytes: raise line_options::max_bytes, or skip "
        "it by calling next() again",
        line_too_long);
    const line behind = *in.next();
    CHECK(behind.text() == "ok");
    CHECK(behind.number() == 3);
    CHECK(behind.offset() == 12);
    CHECK_FALSE(in.next());
    CHECK(std::string_view(line_too_long("", 1, 0, 9).what())
              .starts_with("input: line 1, at offset 0, is longer"));
}

TEST_CASE("line_splitter: it begins where the first block does, and goes on when a file has grown") {
    line_splitter in;
    in.push(block{"a", 1, 1000});
    CHECK_FALSE(in.next());
    in.finish();
    CHECK(in.next()->offset() == 1000);
    CHECK_FALSE(in.next());
    CHECK_FALSE(in.next());
    in.push("b\n");
    const line grown = *in.next();
    CHECK(grown.offset() == 1001);
    CHECK(grown.number() == 2);
}

TEST_CASE("line_splitter: a line used after its block, and a block pushed onto another, end the program with "
          "words") {
    if (RONDO_CHECKS == 0) return;
    const std::string dangling = last_words([] {
        line_splitter in;
        in.push("a\nb");
        const line one = *in.next();
        (void)in.next();
        (void)one.text();
    });
    CHECK(dangling.find("line.text: its block is gone") != std::string::npos);
    const std::string early = last_words([] {
        line_splitter in;
        in.push("a\nb");
        in.push("c");
    });
    CHECK(early.find("line_splitter.push: lines of the last block are left") != std::string::npos);
}
