// SPDX-License-Identifier: BSL-1.0
//
// The writer of io/buffered.hpp, and frames there and back; buffered_test.cpp has the reader.
#include <rondo/core/task_group.hpp>

#include "buffered.hpp"

#include <doctest/doctest.h>

using namespace drivers;

TEST_CASE("buffered: frames of any length come out as they went in") {
    for (std::uint64_t seed = 1; seed != 60; ++seed) {
        CAPTURE(seed);
        drivers::chance dice(seed);
        run_now([&]() -> task<> {
            keeps out;
            buffered_writer to(out, {.high_water = 1 + dice.choose(choice::user, 300)});
            std::vector<std::string> sent;
            for (int i = 0; i != 20; ++i) {
                sent.emplace_back(dice.choose(choice::user, 500), static_cast<char>('a' + i));
                co_await to.write_frame(sent.back());
            }
            co_await to.flush();
            CHECK(to.buffered() == 0);
            buffered_reader in(pieces(out.all(), seed, 90), {.buffer_bytes = 16});
            for (const std::string& each : sent) {
                const std::optional<std::span<const std::byte>> got = co_await in.read_frame(500);
                REQUIRE(got);
                CHECK(bytes_text(*got) == each);
            }
            const auto end = co_await in.read_frame();
            CHECK_FALSE(end);
        });
    }
}

TEST_CASE("buffered: small writes go out as one; at the high-water mark the writer flushes") {
    run_now([]() -> task<> {
        keeps out;
        buffered_writer to(out, {.high_water = 10});
        for (const char* each : {"a", "bc", "def"}) co_await to.write(each);
        CHECK(out.writes.empty());
        CHECK(to.buffered() == 6);
        co_await to.flush();
        CHECK(out.writes == std::vector<std::string>{"abcdef"});
        co_await to.flush(); // nothing to do
        CHECK(to.flushes() == 1);
        co_await to.write("0123456789ABCDEFGHIJxyz");
        CHECK(out.all() == "abcdef0123456789ABCDEFGHIJ");
        CHECK(to.buffered() == 3);
        co_await to.flush();
        CHECK(to.taken() == 29);
    });
}

TEST_CASE("buffered: while one task flushes the others write on, up to the mark, and each write stays in one "
          "piece") {
    run_now([]() -> task<> {
        keeps out;
        out.takes = 1s;
        buffered_writer to(out, {.high_water = 8});
        std::string log;
        auto several = [&](task_group& group) -> task<> {
            co_await to.write("first|");
            group.spawn([](buffered_writer<keeps&>& it) { return it.flush(); }, std::ref(to));
            auto writer = [](buffered_writer<keeps&>& it, std::string text, std::string& done) -> task<> {
                co_await sleep(100ms);
                co_await it.write(text);
                done += text.substr(0, 1);
            };
            group.spawn(writer, std::ref(to), std::string("bbb|"), std::ref(log));
            group.spawn(writer, std::ref(to), std::string("ccccccccccccccccc|"), std::ref(log));
            group.spawn(writer, std::ref(to), std::string("d|"), std::ref(log));
            co_await sleep(500ms);
            CHECK(log == "b"); // the others wait for room, in order
        };
        co_await with_task_group(several);
        CHECK(log == "bcd");
        co_await to.flush();
        CHECK(out.all() == "first|bbb|ccccccccccccccccc|d|");
        for (const std::string& each : out.writes) CHECK(each.size() <= 8);
    });
}

TEST_CASE("buffered: after an error of a stream that does not say what it took, the writer says that it does "
          "not know") {
    run_now([]() -> task<> {
        keeps out;
        buffered_writer to(out);
        co_await to.write("abc");
        out.refuses = true;
        const std::string first = co_await words_of<error>(to.flush());
        CHECK(first.starts_with("keeps::write_all: [errno 32]"));
        const std::string then = co_await words_of<runtime_error>(to.write("d"));
        CHECK(then == "buffered_writer: a write to the stream failed or was cancelled, and how much of it "
                      "was written is "
                      "not known: go on with a new stream");
        const std::string again = co_await words_of<runtime_error>(to.flush());
        CHECK(again == then);
    });
}

TEST_CASE("buffered: a frame that 4 bytes cannot count is refused") {
    keeps out;
    buffered_writer to(out);
    const std::span<const std::byte> vast(static_cast<const std::byte*>(nullptr), std::size_t(1) << 32);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(to.write_frame(vast)),
        "buffered_writer::write_frame: 4294967296 bytes do not fit a length of 4 bytes: send it in parts",
        value_error);
}
