// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/matches.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/gen/iter/filter.hpp>
#include <rondo/io/line_pipeline.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <random>
#include <regex>
#include <string>
#include <vector>

using namespace rondo;

namespace {

template <class F>
std::string error_of(F&& f) {
    try {
        f();
    } catch (const value_error& e) {
        return e.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("matches: any part of a text, or all of it, in any case, as bytes") {
    const matches digits(R"(\d+)");
    CHECK(digits("ab12"));
    CHECK_FALSE(digits(""));
    CHECK_FALSE(digits("ab"));
    const matches all(R"(\d+)", {.whole = true});
    CHECK(all("12"));
    CHECK_FALSE(all("12a"));
    CHECK_FALSE(all("a12"));
    CHECK(matches("error", {.ignore_case = true})("an ERROR"));
    CHECK_FALSE(matches("error")("an ERROR"));
    CHECK(matches("^.$")("\xc3\xa4"));
    CHECK_FALSE(matches("^.$", {.bytes = true})("\xc3\xa4"));
    CHECK(matches("^..$", {.bytes = true})("\xc3\xa4"));
    const std::string with_nul("a\0b", 3);
    CHECK(matches("^a.b$")(with_nul));
    CHECK(matches("")(""));
    const matches copy = digits; // shares what was compiled
    CHECK(copy("1"));
}

TEST_CASE("matches: an expression that is refused says where and why") {
    CHECK(error_of([] { matches("a[b"); }) ==
          "matches(\"a[b\"): missing ]: [b: the syntax is RE2's, without look-around and back references");
    CHECK(error_of([] { matches("(?=a)"); }).find("invalid perl operator: (?=") != std::string::npos);
    CHECK(error_of([] { captured("(a"); }).find("captured(\"(a\"): missing )") != std::string::npos);
}

TEST_CASE("captured: a group of the expression; a text without one is shown") {
    const captured path(R"("(?:GET|POST) (\S+))");
    const std::string_view row = R"(::1 - - "GET /index.html HTTP/1.1" 200)";
    CHECK(path(row) == "/index.html");
    CHECK(path(row).data() == row.data() + row.find("/index")); // a view of it
    CHECK(captured(R"(\d+$)", 0)(row) == "200");
    CHECK(captured("(a)|(b)", 2)("a") == "");
    CHECK(error_of([&] { path("nothing"); }).find("no match in \"nothing\"") != std::string::npos);
    CHECK(error_of([] { captured("ab"); }) ==
          "captured(\"ab\", 1): the expression has 0 groups: put the part that is wanted in ( )");
    CHECK(error_of([] { captured("(a)(b)", 3); }).find("has 2 groups") != std::string::npos);
}

TEST_CASE("matches: a pipeline of lines filters and captures by it") {
    testing::test_loop loop;
    std::vector<std::string> found;
    const std::string text = "a 500 12\nb 200 7\nc 503 9\n";
    auto report =
        loop.run(lines_of(text) | filter(matches(R"( 5\d\d )")) | map(captured(R"(^(\w))")) | into(found));
    CHECK(found == std::vector<std::string>{"a", "c"});
    CHECK(report.lines == 3);
}

TEST_CASE("matches: agrees with std::regex on random expressions and texts") {
    std::mt19937 dice(20261123);
    const auto pick = [&](std::string_view from) { return from[dice() % from.size()]; };
    int found = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string pattern;
        for (std::size_t atoms = 1 + dice() % 5; atoms-- != 0;) {
            pattern += dice() % 5 == 0 ? '.' : pick("abc");
            if (dice() % 3 == 0) pattern += pick("*+?");
        }
        std::string text;
        for (std::size_t length = dice() % 12; length-- != 0;) text += pick("abcd");
        const bool expected = std::regex_search(text, std::regex(pattern));
        found += expected;
        INFO(pattern, " in ", text);
        CHECK(matches(pattern)(text) == expected);
        CHECK(matches(pattern, {.whole = true})(text) == std::regex_match(text, std::regex(pattern)));
    }
    CHECK(found > 200);
    CHECK(found < 1800);
}

TEST_CASE("matches: as the first filter it finds the lines that fit, as one by one, in blocks of any size") {
    const std::vector<std::string> expressions{
        "ab",       "^a",       "a$",           "^$",       "^a*$",
        "",         "x*",       "[^a]b",        "a\\sb",    "a\\s*b",
        "\\bab\\b", "a.*b",     "(?i)AB",       "(?s)a.b",  "\\Aa",
        "b\\z",     "(?-m:^)a", "(?P<one>a)",   "a|^$|b$",  "(a|b)+ $",
        "a\nb",     "\\x{0a}",  "[[:space:]]$", "^(?:a|b)", "(?:^| )a(?:$| )"};
    std::mt19937 dice(11);
    for (int round = 0; round != 200; ++round) {
        std::string text;
        for (std::size_t size = dice() % 60; text.size() != size;) text += "ab ABx\n\n"[dice() % 8];
        for (const std::string& expression : expressions) {
            CAPTURE(expression);
            CAPTURE(text);
            const matches wanted(expression);
            std::vector<std::string> one_by_one, found;
            std::uint64_t count = 0;
            for (std::string_view line : lines_of(text)) {
                ++count;
                if (wanted(line)) one_by_one.emplace_back(line);
            }
            testing::test_loop home;
            pipeline_report report;
            auto main = [&]() -> task<> {
                std::vector<std::string> pieces;
                for (std::size_t at = 0; at < text.size(); at += pieces.back().size())
                    pieces.push_back(text.substr(at, 1 + dice() % 9));
                auto blocks =
                    [](const std::vector<std::string>& of) -> async_generator<std::span<const std::byte>> {
                    for (const std::string& piece : of) {
                        const std::span<const std::byte> bytes = std::as_bytes(std::span(piece));
                        co_yield bytes;
                    }
                };
                auto job = lines_of(piece_blocks(blocks(pieces), "text")) | filter(wanted) | into(found);
                report = co_await std::move(job);
            };
            home.run(main());
            CHECK(found == one_by_one);
            CHECK(report.lines == count);
        }
    }
}
