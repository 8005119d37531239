// SPDX-License-Identifier: BSL-1.0
//
// File streams, on every driver: what comes out is what is in the file, whatever the blocks, the short reads and the end.
#include <rondo/core/when_all.hpp>
#include <rondo/io/file_stream.hpp>

#include "streams.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

TEST_CASE_TEMPLATE(
    "file_stream: gives the whole file in order, whatever its size, the blocks and how far ahead", World,
    EVERY_DRIVER) {
    World world;
    for (const std::size_t size : {0UL, 1UL, 4095UL, 4096UL, 4097UL, 8192UL, 12288UL, 100001UL}) {
        const std::string text = text_of(size);
        world.make("a", text);
        for (const unsigned ahead : {0U, 1U, 5U}) {
            for (const std::size_t block_bytes : {std::size_t(1), std::size_t(8192), std::size_t(1) << 20}) {
                auto main = [&]() -> task<> {
                    file_stream from(world.path("a"), {.block_bytes = block_bytes, .ahead = ahead});
                    const std::string got = co_await all_of(from);
                    CHECK((got == text));
                    const std::optional<block> more = co_await from.next_block();
                    CHECK_FALSE(more.has_value()); // the end stays
                };
                world.home.run_until(main());
            }
        }
    }
}

TEST_CASE_TEMPLATE("file_stream: begins where it is told to, and takes a file over that is open", World,
                   EVERY_DRIVER) {
    World world;
    const std::string text = text_of(20'000);
    world.make("a", text);
    auto main = [&]() -> task<> {
        for (const std::uint64_t at :
             {std::uint64_t(0), std::uint64_t(1), std::uint64_t(19'999), std::uint64_t(30'000)}) {
            file opened = co_await open_file(world.path("a"));
            file_stream from(std::move(opened), {.block_bytes = 4096, .offset = at});
            std::string got;
            while (true) {
                const std::optional<block> next = co_await from.next_block();
                if (!next) break;
                CHECK(next->offset == at + got.size());
                got.append(next->data, next->size);
            }
            CHECK((got == text.substr(std::min<std::size_t>(at, text.size()))));
        }
    };
    world.home.run_until(main());
    file none;
    CHECK_THROWS_AS(file_stream{std::move(none)}, value_error);
}

TEST_CASE_TEMPLATE("file_stream: blocks are read ahead while one is used, and no more than was said", World,
                   EVERY_DRIVER) {
    World world;
    world.make("a", text_of(10 * 4096));
    auto main = [&]() -> task<> {
        file_stream from(world.path("a"), {.block_bytes = 4096, .ahead = 3});
        const std::optional<block> first = co_await from.next_block();
        CHECK(first->size == 4096);
        CHECK(from.in_flight() <= 3);
        file_stream moved = std::move(from);
        const std::optional<block> second = co_await moved.next_block();
        CHECK(second->offset == 4096);
    };
    world.home.run_until(main()); // dropped with blocks in flight: nothing is left, which the world counts
    world.home.run_until_idle();
}

TEST_CASE_TEMPLATE(
    "file_stream: what is not there is an error that names it, and one that cannot be read, too", World,
    EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        std::string said;
        file_stream from(world.path("missing"));
        try {
            co_await from.next_block();
        } catch (const error& e) {
            said = e.what();
            CHECK(e.number() == ENOENT);
        }
        CHECK(said.find("missing") != std::string::npos);
        file_stream directory(world.path(""));
        said.clear();
        try {
            co_await directory.next_block();
        } catch (const error& e) {
            said = e.what();
            CHECK(e.number() == EISDIR);
        }
        CHECK(said.find("file_stream::next_block(") == 0);
        CHECK(said.find(", at 0)") != std::string::npos);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE(
    "file_stream: the end is where nothing comes: a file that grows goes on, one that was cut ends", World,
    MACHINE) {
    World world;
    world.make("a", text_of(5000));
    auto main = [&]() -> task<> {
        file_stream from(world.path("a"), {.block_bytes = 4096});
        const std::string before = co_await all_of(from);
        CHECK(before.size() == 5000);
        append(world.path("a"), text_of(10'000));
        const std::string after = co_await all_of(from);
        CHECK((after == text_of(10'000)));
        CHECK(from.offset() == 15'000);
        file_stream cut(world.path("a"), {.block_bytes = 4096, .ahead = 1});
        const std::optional<block> first = co_await cut.next_block();
        CHECK(first->size == 4096);
        std::filesystem::resize_file(world.path("a"), 10);
        std::size_t rest = 0;
        while (true) { // what had been read ahead may still come
            const std::optional<block> next = co_await cut.next_block();
            if (!next) break;
            rest += next->size;
        }
        CHECK(rest <= 4096);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file_stream: files whose size lies are read to their end", World, MACHINE) {
    World world;
    auto main = [&]() -> task<> {
        file_stream from("/proc/self/status");
        const std::string got = co_await all_of(from);
        CHECK(got.find("Name:") == 0);
        CHECK(got.find("Threads:") != std::string::npos);
        file_stream nothing("/dev/null");
        const std::string none = co_await all_of(nothing);
        CHECK(none.empty());
    };
    world.home.run_until(main());
    file_stream blocking("/proc/self/status");
    CHECK(all_blocking(blocking).find("Name:") == 0);
}

TEST_CASE("file_stream: a thread without a loop reads the same blocks, and may hand over to a loop") {
    on_files<uring_world> world;
    const std::string text = text_of(100'001);
    world.make("a", text);
    file_stream from(world.path("a"), {.block_bytes = 4096});
    CHECK((all_blocking(from) == text));
    append(world.path("a"), "more");
    CHECK(all_blocking(from) == "more");
    file_stream other(world.path("a"), {.block_bytes = 4096});
    CHECK(other.next_block_blocking()->size == 4096);
    CHECK(other.next_block_blocking()->offset == 4096);
    auto rest = [&]() -> task<std::size_t> {
        std::string got = co_await all_of(other);
        co_return got.size();
    };
    CHECK(world.home.run_until(rest()) == text.size() + 4 - 8192);
    file_stream missing(world.path("missing"));
    CHECK_THROWS_AS(missing.next_block_blocking(), error);
}

TEST_CASE_TEMPLATE("file_stream: direct reads give the same bytes, or it says why they are not direct", World,
                   MACHINE) {
    World world;
    for (const std::size_t size : {0UL, 1UL, 4096UL, 300000UL, 327680UL}) {
        const std::string text = text_of(size);
        world.make("a", text);
        for (const std::uint64_t at : {std::uint64_t(0), std::uint64_t(7)}) {
            auto main = [&]() -> task<> {
                file_stream from(world.path("a"), {.block_bytes = 65536, .offset = at, .direct = true});
                std::string got;
                while (true) {
                    const std::optional<block> next = co_await from.next_block();
                    if (!next) break;
                    got.append(next->data, next->size);
                }
                CHECK((got == text.substr(std::min<std::size_t>(at, size))));
                if (at == 7 || size == 0) CHECK(from.word().find("not direct: ") == 0);
            };
            world.home.run_until(main());
            file_stream blocking(world.path("a"), {.block_bytes = 65536, .offset = at, .direct = true});
            CHECK((all_blocking(blocking) == text.substr(std::min<std::size_t>(at, size))));
        }
    }
}

TEST_CASE_TEMPLATE("file_stream: the pages of a stream that has ended are the next one's", World, MACHINE) {
#if RONDO_FRAME_POOL && !RONDO_ASAN
    World world;
    world.make("a", text_of(1'000'000));
    const auto faults = [] {
        rusage used{};
        getrusage(RUSAGE_THREAD, &used);
        return used.ru_minflt;
    };
    auto main = [&]() -> task<> {
        const auto read = [&]() -> task<> {
            file_stream from(world.path("a"));
            const std::string got = co_await all_of(from);
            CHECK(got.size() == 1'000'000);
        };
        co_await read(); // and the allocator's
        co_await read();
        const long before = faults();
        for (int i = 0; i != 20; ++i) {
            file_stream from(world.path("a"));
            while (co_await from.next_block()) {}
        }
        CHECK(faults() - before < 20 * 3 * 32 / 4); // three blocks of 32 pages each
    };
    world.home.run_until(main());
#endif
}

TEST_CASE_TEMPLATE("file_stream: what is in the page cache is read at once, and others have their rounds",
                   World, on_files<epoll_world>, on_files<uring_world>) {
    World world;
    const std::string text = text_of(100 * 4096);
    world.make("a", text);
    const int opened = ::open(world.path("a").c_str(), O_RDONLY | O_CLOEXEC);
    char byte = 0;
    iovec one{&byte, 1};
    const bool knows = ::preadv2(opened, &one, 1, 0, RWF_NOWAIT) == 1;
    ::close(opened);
    if (!knows) return; // not here
    int rounds = 0;
    bool over = false;
    const auto counts = [&]() -> task<> {
        while (true) {
            co_await yield_now();
            if (over) break;
            ++rounds;
        }
    };
    const auto reads = [&]() -> task<> {
        file_stream from(world.path("a"), {.block_bytes = 4096});
        std::string got;
        while (true) {
            const std::optional<block> next = co_await from.next_block();
            if (!next) break;
            CHECK(from.in_flight() == 0);
            got.append(next->data, next->size);
        }
        CHECK((got == text));
        over = true;
    };
    auto main = [&]() -> task<> {
        auto both = when_all(reads(), counts());
        co_await std::move(both);
    };
    world.home.run_until(main());
    CHECK(rounds >= 100 / 8);
}
