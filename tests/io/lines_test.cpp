// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/lines.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include "streams.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <cstdio>
#include <random>
#include <ranges>
#include <sys/wait.h>
#include <unistd.h>

using namespace drivers;

namespace {

using strings = std::vector<std::string>;

// What a loop over bytes says.
strings by_hand(std::string_view all) {
    strings found;
    std::string now;
    bool open = false;
    for (const char c : all) {
        open = c != '\n';
        if (open)
            now += c;
        else
            found.push_back(std::exchange(now, {}));
    }
    if (open) found.push_back(now);
    return found;
}

std::string random_text(std::mt19937& random, std::size_t size) {
    std::string all(size, ' ');
    const unsigned rare = 1 + static_cast<unsigned>(random() % 80);
    for (char& c : all) c = random() % rare == 0 ? '\n' : static_cast<char>(random() % 256);
    return all;
}

// A stream of bytes that gives as many as it likes, and suspends as often.
struct hesitant {
    std::string_view left;
    std::mt19937* random;
    task<std::size_t> read(std::span<std::byte> into) {
        if ((*random)() % 3 == 0) co_await yield_now();
        const std::size_t size = std::min({left.size(), into.size(), std::size_t(1 + (*random)() % 700)});
        std::memcpy(into.data(), left.data(), size);
        left.remove_prefix(size);
        co_return size;
    }
};

template <class Lines>
task<strings> streamed(Lines in) {
    strings found;
    while (auto one = co_await in.next()) {
        found.push_back(one->own());
        CHECK(one->number() == found.size());
    }
    co_return found;
}
template <class Lines>
strings ranged(Lines in) {
    strings found;
    for (const std::string_view text : in) found.emplace_back(text);
    return found;
}

} // namespace

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

TEST_CASE_TEMPLATE("lines: every face gives the lines of a byte loop, whatever the blocks", World,
                   EVERY_DRIVER) {
    static_assert(std::ranges::input_range<lines&>);
    static_assert(block_source<file_stream> && block_source<memory_blocks> &&
                  block_source<read_blocks<hesitant>> && block_source<piece_blocks>);
    World world;
    std::mt19937 random(11);
    for (int round = 0; round != 8; ++round) {
        CAPTURE(round);
        const std::string all = random_text(random, random() % 20'000);
        const strings want = by_hand(all);
        world.make("text", all);
        lines_options options;
        options.file.block_bytes = 4096;
        auto main = [&]() -> task<> {
            auto of_file = streamed(lines(world.path("text"), options));
            CHECK(co_await std::move(of_file) == want);
            auto in_a_fiber =
                spawn_fiber(world.home.root(), [&] { return ranged(lines(world.path("text"), options)); });
            CHECK(co_await in_a_fiber == want);
            hesitant slow{all, &random};
            auto of_bytes = streamed(lines_of(read_blocks(slow)));
            CHECK(co_await std::move(of_bytes) == want);
            auto of_memory = streamed(lines_of(all));
            CHECK(co_await std::move(of_memory) == want);
        };
        world.home.run_until(main());
        CHECK(ranged(lines_of(all)) == want);
        if constexpr (!World::simulated) CHECK(ranged(lines(world.path("text"), options)) == want);
    }
}

TEST_CASE("lines: a range in a task would block the loop, and says what to do") {
    rondo::loop home;
    std::string said;
    auto main = [&]() -> task<> {
        try {
            for (const std::string_view text : lines("none.log")) said += text;
        } catch (const runtime_error& e) {
            said = e.what();
        }
        co_return;
    };
    home.run_until(main());
    CHECK(said ==
          "lines(none.log): a range of lines would block the loop that runs here: in a task say `while (auto "
          "one = co_await in.next())`, or read them in a fiber");
}

TEST_CASE_TEMPLATE("lines: errors name the file and the line, and it goes on behind a line that is too long",
                   World, EVERY_DRIVER) {
    World world;
    world.make("text", "short\nthis one is too long\nend");
    auto main = [&]() -> task<> {
        lines in(world.path("text"), {.max_bytes = 10});
        CHECK((co_await in.next())->own() == "short");
        std::string said;
        try {
            static_cast<void>(co_await in.next());
        } catch (const line_too_long& e) {
            said = e.what();
        }
        CHECK(said == world.path("text") + ": line 2, at offset 6, is longer than 10 bytes: raise "
                                           "line_options::max_bytes, or skip it by calling next() again");
        const auto last = co_await in.next();
        CHECK(last->own() == "end");
        CHECK(last->number() == 3);
        CHECK(last->offset() == 27);
        const auto none = co_await in.next();
        CHECK_FALSE(none);
        CHECK(in.bytes() == 30);

        lines missing(world.path("missing"));
        bool named = false;
        try {
            static_cast<void>(co_await missing.next());
        } catch (const rondo::error& e) {
            named = e.number() == ENOENT && std::string(e.what()).find("missing") != std::string::npos;
        }
        CHECK(named);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("lines: a file that has grown has more lines, and cancelling loses none", World,
                   EVERY_DRIVER) {
    World world;
    std::string all;
    for (int i = 0; i != 3000; ++i) all += "line " + std::to_string(i) + "\n";
    world.make("text", all);
    lines_options options;
    options.file.block_bytes = 4096;
    auto main = [&]() -> task<> {
        lines in(world.path("text"), options);
        strings found;
        int cut = 0;
        bool more = true;
        while (more) {
            auto some = [&]() -> task<> {
                while (auto one = co_await in.next()) found.push_back(one->own());
                more = false;
            };
            const bool ended = co_await move_on_after(std::chrono::microseconds(20 * (1 + cut)), some());
            cut += ended ? 0 : 1;
            co_await yield_now();
        }
        CHECK((found == by_hand(all)));
        if constexpr (std::same_as<World, on_files<slow_world>>) CHECK(cut > 0);
    };
    world.home.run_until(main());
}

TEST_CASE("lines: a loop of ready lines gives way, as any other") {
    rondo::loop home;
    std::string all(100'000, '\n');
    int turns = 0;
    bool done = false;
    auto read = [&]() -> task<> {
        auto in = lines_of(all);
        while (auto one = co_await in.next()) {}
        done = true;
    };
    auto other = [&]() -> task<> {
        while (!done) {
            co_await yield_now();
            ++turns;
        }
    };
    auto main = [&]() -> task<> {
        auto both = [&](task_group& group) -> task<> {
            group.spawn(read);
            group.spawn(other);
            co_return;
        };
        co_await with_task_group(both);
    };
    home.run_until(main());
    CHECK(turns > 100'000 / 128 - 10);
}

TEST_CASE("lines: a line that is used after its block ends the program, and own() keeps it") {
    if (RONDO_CHECKS == 0) return;
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        std::freopen("/dev/null", "w", stderr);
        auto in = lines_of("one\ntwo");
        auto first = *in.begin();
        static_cast<void>(*++in.begin());
        static_cast<void>(first.text());
        std::_Exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
}

TEST_CASE("lines: of what is given piece by piece") {
    rondo::loop home;
    const std::string text = "one\n\ntwo three\nfour";
    auto pieces = [&]() -> async_generator<std::span<const std::byte>> {
        for (std::size_t at = 0; at < text.size(); at += 5) {
            const std::string piece = text.substr(at, 5);
            const std::span<const std::byte> bytes = std::as_bytes(std::span(piece));
            co_yield bytes;
            co_yield std::span<const std::byte>();
        }
    };
    auto main = [&]() -> task<> {
        auto read = streamed(lines_of(piece_blocks(pieces(), "pieces")));
        const strings got = co_await std::move(read);
        const strings want{"one", "", "two three", "four"};
        CHECK(got == want);
    };
    home.run_until(main());
    CHECK_THROWS_WITH_AS(read_blocks(hesitant{"", nullptr}, "x", 0),
                         "read_blocks: block_bytes is 0: give at least one byte", value_error);
}
