// SPDX-License-Identifier: BSL-1.0
//
// File streams that wait, are cancelled, dropped, or fail: pipes, FIFOs, and a world that refuses.
#include <rondo/io/file_stream.hpp>

#include "streams.hpp"

#include <sys/stat.h>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

TEST_CASE_TEMPLATE(
    "file_stream: a FIFO is waited for until somebody writes, and ends when all have closed it", World,
    MACHINE) {
    World world;
    const std::string path = world.path("fifo");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto reads = [](const std::string& of, std::string& to) -> task<> {
                file_stream from(of);
                to = co_await all_of(from);
            };
            std::string got;
            group.spawn(reads, std::cref(path), std::ref(got));
            int writer = -1; // refused until it is open for reading
            while (writer < 0) {
                co_await round_trip();
                writer = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
            }
            for (int i = 0; i != 5; ++i) co_await round_trip();
            CHECK(got.empty()); // and not ended
            const std::string text = text_of(50'000);
            co_await write_all(writer, text);
            co_await round_trip();
            world.shut(writer);
            while (group.alive() != 0) co_await round_trip();
            CHECK((got == text));
        };
        co_await with_task_group(body);
        // Cancelled while nobody has opened the other end: at once.
        cancel_scope scope;
        auto another = [&](task_group& group) -> task<> {
            file_stream from(path);
            group.spawn(cancel_when_it_waits, std::ref(scope), std::cref(from));
            CHECK_FALSE(co_await scope.run(from.next_block()));
        };
        co_await with_task_group(another);
    };
    world.home.run_until(main());
    world.home.run_until_idle();
}

TEST_CASE_TEMPLATE("file_stream: a pipe gives what there is, and a cancelled call loses no byte", World,
                   EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        file_stream from(file(pipe.reader, world.home.io()));
        co_await write_all(pipe.writer, "one");
        const std::optional<block> one = co_await from.next_block();
        CHECK(std::string(one->data, one->size) == "one");
        cancel_scope scope;
        auto body = [&](task_group& group) -> task<> {
            group.spawn(cancel_when_it_waits, std::ref(scope), std::cref(from));
            CHECK_FALSE(co_await scope.run(from.next_block()));
        };
        co_await with_task_group(body);
        CHECK(from.in_flight() == 1); // it is for the next call
        co_await write_all(pipe.writer, "two");
        const std::optional<block> two = co_await from.next_block();
        CHECK(std::string(two->data, two->size) == "two");
        CHECK(two->offset == 3);
        world.shut(pipe.writer);
        const std::optional<block> none = co_await from.next_block();
        CHECK_FALSE(none.has_value());
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE(
    "file_stream: one that is dropped while it waits is closed when the kernel is done, not before", World,
    EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        file_stream from(file(pipe.reader, world.home.io()));
        cancel_scope scope;
        auto body = [&](task_group& group) -> task<> {
            group.spawn(cancel_when_it_waits, std::ref(scope), std::cref(from));
            CHECK_FALSE(co_await scope.run(from.next_block()));
        };
        co_await with_task_group(body);
        CHECK(from.in_flight() == 1);
    };
    world.home.run_until(main());
    world.home.run_until_idle();
    CHECK(world.left() == 0);
    if constexpr (!World::simulated) {
        CHECK(::write(pipe.writer, "x", 1) == -1);
        CHECK(errno == EPIPE); // the reading end has gone
    }
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("file_stream: two who wait for one are an error that says so", World,
                   on_files<simulated_world>) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        file_stream from(file(pipe.reader, world.home.io()));
        auto body = [&](task_group& group) -> task<> {
            auto waits = [](file_stream& of) -> task<> { co_await of.next_block(); };
            group.spawn(waits, std::ref(from));
            co_await round_trip();
            bool refused = false;
            try {
                co_await from.next_block();
            } catch (const runtime_error& e) {
                refused = std::string(e.what()).find("one at a time") != std::string::npos;
            }
            CHECK(refused);
            CHECK_THROWS_AS(from.next_block_blocking(), runtime_error);
            group.cancel();
        };
        co_await with_task_group(body);
    };
    world.home.run_until(main());
    world.home.run_until_idle();
    world.shut(pipe.writer);
}

TEST_CASE(
    "file_stream: whichever operation fails is an error or nothing, and the next call goes on from there") {
    const std::string text = text_of(40'000);
    const auto read_through = [&](simulated_driver& io, loop& home, int& failures) {
        std::string got;
        auto main = [&]() -> task<> {
            file_stream from("dir/a", {.block_bytes = 8192, .ahead = 2});
            while (true) {
                bool failed = false;
                try {
                    const std::optional<block> next = co_await from.next_block();
                    if (!next) break;
                    CHECK(next->offset == got.size());
                    got.append(next->data, next->size);
                } catch (const error& e) {
                    CHECK(e.number() == EIO);
                    failed = true;
                }
                failures += failed;
            }
        };
        home.run_until(main());
        home.run_until_idle();
        CHECK(io.in_progress() == 0);
        CHECK(io.open_descriptors() == 0);
        return got;
    };
    std::uint64_t operations = 0;
    for (std::uint64_t n = 0; n <= operations; ++n) {
        for (const int number : {EIO, EINTR, EAGAIN}) {
            simulated_world world;
            world.io.make_file("dir/a", text);
            if (n != 0) world.io.fail_operation(n, number);
            int failures = 0;
            // open and stat are not asked again by themselves when they would block.
            if (number == EAGAIN && (n == 1 || n == 2)) continue;
            CHECK((read_through(world.io, world.home, failures) == text));
            CHECK(failures <= 1);
            if (number != EIO) CHECK(failures == 0);
            if (n == 0) operations = world.io.submitted();
        }
    }
    CHECK(operations >= 8);
}

TEST_CASE("file_stream: short reads, EINTR, EAGAIN and latency in any order lose no byte") {
    const std::string text = text_of(60'000);
    for (std::uint64_t number = 1; number != 20; ++number) {
        manual_time time;
        chance oracle(number);
        simulated_driver io({.most_latency = 5ms, .faults = {.one_in = 3}, .late_cancel = number % 2 == 0});
        loop home({.time = &time, .io = &io, .chooser = &oracle});
        io.make_file("a", text);
        auto main = [&]() -> task<std::string> {
            file_stream from("a", {.block_bytes = 4096, .ahead = static_cast<unsigned>(number % 4)});
            std::string got = co_await all_of(from);
            co_return got;
        };
        CHECK((home.run_until(main()) == text));
        CHECK(io.in_progress() == 0);
        CHECK(io.open_descriptors() == 0);
    }
}
