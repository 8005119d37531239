// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/buffered.hpp>

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include "buffered.hpp"

#include <rondo/testing/cancel_everywhere.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace drivers;

TEST_CASE(
    "buffered: an lvalue is referred to, an rvalue is owned; readers and writers are streams themselves") {
    pieces in("");
    keeps out;
    buffered_reader refers(in);
    buffered_reader owns(pieces("x"));
    buffered_writer to(out);
    static_assert(std::same_as<decltype(refers), buffered_reader<pieces&>>);
    static_assert(std::same_as<decltype(owns), buffered_reader<pieces>>);
    static_assert(byte_source<decltype(owns)>);
    static_assert(byte_sink<decltype(to)>);
    CHECK(&refers.stream() == &in);
    buffered_reader moved(std::move(owns));
    run_now([&]() -> task<> {
        const std::optional<std::string_view> x = co_await moved.read_line();
        CHECK(x == "x");
    });
}

TEST_CASE("buffered: read_line gives lines without their ends, the last one needs none, and then the end") {
    run_now([]() -> task<> {
        buffered_reader in(pieces("one\r\n\ntwo\rx\nlast"), {.buffer_bytes = 4, .strip_cr = true});
        std::string got;
        while (true) {
            const std::optional<std::string_view> next = co_await in.read_line();
            if (!next) break;
            got += "[" + std::string(*next) + "]";
        }
        CHECK(got == "[one][][two\rx][last]");
        const std::optional<std::string_view> again = co_await in.read_line();
        CHECK_FALSE(again);
    });
}

TEST_CASE("buffered: a line above its limit is an error with the limit and what came, and nothing is lost") {
    run_now([]() -> task<> {
        buffered_reader in(pieces("12345\n123456\nx", 1, 100), {.buffer_bytes = 4});
        const std::optional<std::string_view> fits = co_await in.read_line(5);
        CHECK(fits == "12345");
        std::size_t limit = 0;
        std::size_t got = 0;
        try {
            static_cast<void>(co_await in.read_line(5));
        } catch (const limit_exceeded& e) {
            limit = e.limit();
            got = e.got();
            CHECK(std::string(e.what()) == "buffered_reader::read_line: no end of it within 5 bytes, " +
                                               std::to_string(got) +
                                               " have come: raise the limit, or skip what has come");
        }
        CHECK(limit == 5);
        CHECK(got >= 6);
        CHECK(got <= 8);
        const std::optional<std::string_view> after = co_await in.read_line(6);
        CHECK(after == "123456");
        const std::string last = co_await words_of<limit_exceeded>(in.read_line(0));
        CHECK(last.find("within 0 bytes, 1 have come") != std::string::npos);
    });
}

TEST_CASE(
    "buffered: an end in the middle is unexpected_end, which says how much came; at a border it is the end") {
    run_now([]() -> task<> {
        buffered_reader in(pieces("ab--cd"));
        const std::optional<std::string_view> first = co_await in.read_until("--");
        CHECK(first == "ab");
        const std::string until = co_await words_of<unexpected_end>(in.read_until("--"));
        CHECK(until ==
              "buffered_reader::read_until: the stream ended after 2 bytes without the delimiter: the "
              "other side stopped early, or ends its last piece without one");
        const std::string exact = co_await words_of<unexpected_end>(in.read_exact(8));
        CHECK(exact ==
              "buffered_reader::read_exact: the stream ended after 2 of 8 bytes: the other side stopped "
              "early, or the length is wrong");
        CHECK(in.buffered() == 2); // and nothing is lost
        const std::span<const std::byte> rest = co_await in.read_exact(2);
        CHECK(bytes_text(rest) == "cd");
        const std::optional<std::string_view> none = co_await in.read_until("--");
        CHECK_FALSE(none);

        for (const std::string_view cut : {std::string_view("\0\0", 2), std::string_view("\0\0\0\x03"
                                                                                         "ab",
                                                                                         6)}) {
            buffered_reader broken{pieces(std::string(cut))};
            const std::string frame = co_await words_of<unexpected_end>(broken.read_frame());
            CHECK(frame.find("read_frame: the stream ended after " + std::to_string(cut.size()) + " of ") !=
                  std::string::npos);
        }
        buffered_reader empty{pieces("")};
        const auto no_frame = co_await empty.read_frame();
        CHECK_FALSE(no_frame);
    });
}

TEST_CASE("buffered: a frame above the limit is refused before its bytes are waited for") {
    run_now([]() -> task<> {
        buffered_reader in(pieces("GET / HTTP/1.1"));
        const std::string words = co_await words_of<limit_exceeded>(in.read_frame(1000));
        CHECK(words.find("a frame says that it has 1195725856 bytes, above the limit of 1000") !=
              std::string::npos);
        CHECK(in.capacity() == 16384);
    });
}

TEST_CASE("buffered: whatever is asked for, in pieces of any length, is what the bytes are") {
    for (std::uint64_t seed = 1; seed != 300; ++seed) {
        CAPTURE(seed);
        drivers::chance dice(seed);
        const auto below = [&](std::size_t n) { return dice.choose(choice::user, n); };
        std::string text(below(3000), '\0');
        for (char& each : text) each = "ab,\n"[below(4)];
        const std::size_t buffer = 1 + below(40);
        run_now([&]() -> task<> {
            buffered_reader in(pieces(text, seed, 1 + below(60)), {.buffer_bytes = buffer});
            std::string_view rest = text; // the model
            while (true) {
                if (const std::size_t what = below(6); what == 0) {
                    const std::size_t size = below(100);
                    if (size > rest.size()) {
                        const std::string words = co_await words_of<unexpected_end>(in.read_exact(size));
                        CHECK(words.starts_with("buffered_reader::read_exact: the stream ended after " +
                                                std::to_string(rest.size()) + " of "));
                        break;
                    }
                    const std::span<const std::byte> got = co_await in.read_exact(size);
                    CHECK(bytes_text(got) == rest.substr(0, size));
                    rest.remove_prefix(size);
                } else if (what == 1) {
                    const std::size_t limit = below(12);
                    const std::size_t end = std::min(rest.find('\n'), rest.size());
                    if (end > limit) {
                        static_cast<void>(co_await words_of<limit_exceeded>(in.read_line(limit)));
                        continue;
                    }
                    const std::optional<std::string_view> got = co_await in.read_line(limit);
                    CHECK(got.has_value() == !rest.empty());
                    if (got) CHECK(*got == rest.substr(0, end));
                    rest.remove_prefix(std::min(end + 1, rest.size()));
                } else if (what == 2) {
                    const std::size_t end = rest.find(",a\n");
                    if (end == rest.npos) {
                        if (rest.empty()) continue;
                        const std::string words = co_await words_of<unexpected_end>(in.read_until(",a\n"));
                        CHECK(words.find("ended after " + std::to_string(rest.size())) != words.npos);
                        continue;
                    }
                    const std::optional<std::string_view> got = co_await in.read_until(",a\n");
                    CHECK(got == rest.substr(0, end));
                    rest.remove_prefix(end + 3);
                } else if (what == 3) {
                    const std::size_t size = below(50);
                    const std::span<const std::byte> got = co_await in.peek(size);
                    CHECK(got.size() >= std::min(size, rest.size()));
                    CHECK(rest.starts_with(bytes_text(got)));
                    const std::size_t taken = below(got.size() + 1);
                    in.skip(taken);
                    rest.remove_prefix(taken);
                } else if (what == 4) {
                    const std::span<const std::byte> got = co_await in.read_some();
                    CHECK(got.empty() == rest.empty());
                    CHECK(rest.starts_with(bytes_text(got)));
                    rest.remove_prefix(got.size());
                } else {
                    std::byte into[64];
                    const std::size_t asked = 1 + below(64);
                    const std::size_t got = co_await in.read(std::span(into, asked));
                    CHECK((got == 0) == rest.empty());
                    CHECK(got <= asked);
                    CHECK(rest.starts_with(bytes_text(std::span(into, got))));
                    rest.remove_prefix(got);
                    if (got == 0) break;
                }
            }
        });
    }
}

TEST_CASE("buffered: a reader that is cancelled anywhere has lost nothing") {
    std::string text;
    for (int i = 0; i != 12; ++i) text += "line " + std::to_string(i) + "\n";
    std::string got;
    const auto body = [&]() -> task<> {
        buffered_reader in(pieces(text, 3, 9, true), {.buffer_bytes = 8});
        got.clear();
        while (true) {
            // Cut off again and again: each wait for a line gets a little of the time that it needs.
            std::optional<std::optional<std::string_view>> next;
            next = co_await move_on_after(1500us, in.read_line());
            if (!next) continue;
            if (!*next) break;
            got += std::string(**next) + "\n";
        }
        CHECK(got == text);
    };
    run_now(body);
    CHECK(testing::cancel_everywhere([&] { return body(); }) > 20);
}

TEST_CASE("buffered: two tasks that read at once are told so") {
    run_now([]() -> task<> {
        buffered_reader in(pieces("abc\n", 1, 9, true));
        std::string words;
        auto both = [&](task_group& group) -> task<> {
            group.spawn(
                [](buffered_reader<pieces>& from) -> task<> {
                    const std::optional<std::string_view> mine = co_await from.read_line();
                    CHECK(mine == "abc");
                },
                std::ref(in));
            group.spawn(
                [](buffered_reader<pieces>& from, std::string& to) -> task<> {
                    to = co_await words_of<runtime_error>(from.read_some());
                },
                std::ref(in), std::ref(words));
            co_return;
        };
        co_await with_task_group(both);
        CHECK(words.starts_with("buffered_reader: another task is reading from it: one at a time"));
    });
}
