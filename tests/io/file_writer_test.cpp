// SPDX-License-Identifier: BSL-1.0
//
// File writers, on every driver: what is in the file is what was given, or an error says where it ends.
#include <rondo/io/file_writer.hpp>

#include "streams.hpp"

#include <rondo/base/unraisable.hpp>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

namespace {

thread_local std::string told; // by the hook

struct with_hook {
    with_hook()
        : before(set_unraisable_hook([](const unraisable& what) noexcept {
              char text[300];
              describe(what.error, text, sizeof text);
              told += std::string(what.context) + ": " + text;
          })) {
        told.clear();
    }
    with_hook(const with_hook&) = delete;
    ~with_hook() { set_unraisable_hook(before); }
    unraisable_hook before;
};

task<> write_pieces(file_writer& to, const std::string& text, std::size_t piece) {
    for (std::size_t at = 0; at < text.size(); at += piece)
        co_await to.write(std::string_view(text).substr(at, piece));
}

} // namespace

TEST_CASE_TEMPLATE(
    "file_writer: what is in the file is what was given, whatever the blocks and how many at once", World,
    EVERY_DRIVER) {
    World world;
    const with_hook hook;
    for (const std::size_t size : {0UL, 1UL, 4096UL, 4097UL, 100'001UL}) {
        const std::string text = text_of(size);
        for (const unsigned ahead : {0U, 3U}) {
            for (const bool direct : {false, true}) {
                if (direct && World::simulated) continue;
                world.make("a", "what was there before, and is longer than some of the others");
                auto main = [&]() -> task<> {
                    file_writer to(world.path("a"), {.block_bytes = 4096,
                                                     .ahead = ahead,
                                                     .durable = ahead != 0,
                                                     .direct = direct,
                                                     .expected_bytes = direct ? 50'000U : 0U});
                    co_await write_pieces(to, text, 7000);
                    CHECK(to.bytes() == size);
                    co_await to.finish();
                    CHECK(to.in_flight() == 0);
                    bool refused = false;
                    try {
                        co_await to.write("more");
                    } catch (const runtime_error& e) {
                        refused = std::string(e.what()).find("it is finished") != std::string::npos;
                    }
                    CHECK(refused);
                };
                world.home.run_until(main());
                CHECK((world.content("a") == text));
            }
        }
    }
    CHECK(told.empty());
}

TEST_CASE_TEMPLATE("file_writer: dropped with bytes that were not written it says so through the hook", World,
                   EVERY_DRIVER) {
    World world;
    const with_hook hook;
    auto main = [&]() -> task<> {
        file_writer lost(world.path("a"), {.block_bytes = 4096});
        co_await write_pieces(lost, text_of(10'000), 10'000);
    };
    world.home.run_until(main());
    world.home.run_until_idle();
    CHECK(told == "in the destructor of file_writer: file_writer(" + world.path("a") +
                      "): 1808 bytes were taken and not written: co_await finish() before it ends");
    CHECK((world.content("a") == text_of(8192)));
    told.clear();
    auto another = [&]() -> task<> {
        file_writer unsynced(world.path("b"), {.block_bytes = 4096, .durable = true});
        co_await write_pieces(unsynced, text_of(4096), 4096);
        file_writer never_written(world.path("c"));
        file_writer whole(world.path("d"), {.block_bytes = 4096});
        co_await write_pieces(whole, text_of(4096), 4096); // nothing is lost
    };
    world.home.run_until(another());
    world.home.run_until_idle();
    CHECK(told.find("file_writer(" + world.path("b") + "): it was not synced") != std::string::npos);
    CHECK(told.find(world.path("d")) == std::string::npos);
    CHECK_FALSE(world.exists("c"));
}

TEST_CASE(
    "file_writer: whichever operation fails is an error that says where, or nothing, and nothing is left") {
    const std::string text = text_of(30'000);
    std::uint64_t operations = 0;
    for (std::uint64_t n = 0; n <= operations; ++n) {
        for (const int number : {EIO, ENOSPC, EINTR, EAGAIN}) {
            on_files<simulated_world> world;
            const with_hook hook;
            if (n != 0) world.io.fail_operation(n, number);
            int refused = 0;
            auto main = [&]() -> task<> {
                file_writer to("dir/a", {.block_bytes = 4096, .ahead = 2, .durable = true});
                try {
                    co_await write_pieces(to, text, 5000);
                    co_await to.finish();
                } catch (const error& e) {
                    refused = e.number();
                    CHECK(std::string(e.what()).size() > 20);
                }
            };
            world.home.run_until(main());
            world.home.run_until_idle();
            if (n == 0) {
                operations = world.io.submitted();
                CHECK(refused == 0);
            }
            CHECK((refused == 0 || refused == number));
            if (refused == 0) CHECK((world.content("a") == text));
            if (n != 0 && (number == EIO || number == ENOSPC)) CHECK(refused == number);
        }
    }
    CHECK(operations >= 12);
}

TEST_CASE("file_writer: short writes, EINTR, EAGAIN and latency in any order lose no byte") {
    const std::string text = text_of(60'000);
    for (std::uint64_t number = 1; number != 20; ++number) {
        manual_time time;
        chance oracle(number);
        simulated_driver io({.most_latency = 5ms, .faults = {.one_in = 3}, .late_cancel = number % 2 == 0});
        loop home({.time = &time, .io = &io, .chooser = &oracle});
        auto main = [&]() -> task<> {
            file_writer to("a", {.block_bytes = 4096, .ahead = static_cast<unsigned>(number % 4)});
            co_await write_pieces(to, text, 3333);
            co_await to.finish();
        };
        home.run_until(main());
        CHECK((io.file("a") == text));
        CHECK(io.in_progress() == 0);
        CHECK(io.open_descriptors() == 0);
    }
}

TEST_CASE_TEMPLATE(
    "file_writer: a disk without room is an error that names the file, and a pipe takes bytes in order",
    World, on_files<epoll_world>, on_files<uring_world>) {
    World world;
    const with_hook hook;
    auto main = [&]() -> task<> {
        file_writer full("/dev/full");
        std::string said;
        try {
            co_await full.write("x");
            co_await full.finish();
        } catch (const error& e) {
            said = e.what();
            CHECK(e.number() == ENOSPC);
        }
        CHECK(said.find("file_writer::finish(/dev/full, at 0): [errno 28]") == 0);
        file plain = co_await open_file("/dev/full", {.write = true});
        said.clear();
        try {
            co_await plain.write_all(std::as_bytes(std::span("x")));
        } catch (const error& e) {
            said = e.what();
        }
        CHECK(said.ends_with("No space left on device")); // nothing about what one cannot wait for
        const ends pipe = world.open_pipe(0);
        const std::string text = text_of(200'000);
        std::string got;
        auto body = [&](task_group& group) -> task<> {
            auto writes = [](std::string path, const std::string& what) -> task<> {
                file_writer to(std::move(path), {.block_bytes = 4096});
                co_await to.write(what);
                co_await to.finish();
            };
            group.spawn(writes, "/proc/self/fd/" + std::to_string(pipe.writer), std::cref(text));
            while (got.size() != text.size()) got += co_await read_text(pipe.reader, 10'000);
        };
        co_await with_task_group(body);
        CHECK((got == text));
        world.shut(pipe.reader);
        world.shut(pipe.writer);
    };
    world.home.run_until(main());
}
