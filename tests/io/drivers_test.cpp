// SPDX-License-Identifier: BSL-1.0
//
// What every driver does, by one table: the machine's world, the one in memory, and the latter when it is slow.
#include "support.hpp"

#include <rondo/core/race.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <thread>

using namespace drivers;

#define EVERY_DRIVER epoll_world, uring_world, tight_world, blocking_world, simulated_world, slow_world

namespace {

// Descriptors and operations: the same number after as before.
struct nothing_left {
    ~nothing_left() { CHECK(count() == before); }
    static int count() {
        int open = 0;
        for (int i = 0; i != 200; ++i) open += fcntl(i, F_GETFD) >= 0;
        return open;
    }
    int before = count();
};

task<> note_when_readable(int descriptor, std::string name, std::string& log) {
    co_await wait_readable(descriptor);
    log += name;
}
task<> note_when_writable(int descriptor, std::string name, std::string& log) {
    co_await wait_writable(descriptor);
    log += name;
}
task<> read_one(int from, std::string name, std::string& log) {
    const std::string got = co_await read_text(from, 1);
    log += name + got;
}

} // namespace

TEST_CASE_TEMPLATE("drivers: wait_readable goes on when something was written, and reads nothing", World,
                   EVERY_DRIVER) {
    { World first; } // a thread keeps its ring
    const nothing_left check;
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(note_when_readable, pipe.reader, "readable ", std::ref(log));
        co_await round_trip();
        log += "written ";
        co_await write_all(pipe.writer, "x");
    };
    world.home.run_until(with_task_group(body));
    CHECK(log == "written readable ");
    CHECK(world.home.run_until(read_text(pipe.reader)) == "x");
    world.shut(pipe.reader);
    world.shut(pipe.writer);
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("drivers: everybody who waits for a descriptor goes on, in order", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto body = [&](task_group& group) -> task<> {
        for (const char* name : {"a", "b", "c"})
            group.spawn(note_when_readable, pipe.reader, name, std::ref(log));
        co_await yield_now();
        group.spawn(note_when_writable, pipe.writer, "w", std::ref(log));
        co_await write_all(pipe.writer, "x");
    };
    world.home.run_until(with_task_group(body));
    std::erase(log, 'w'); // its turn depends on the latency
    CHECK(log == "abc");
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: the end of a pipe is readable, and reads as nothing", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(note_when_readable, pipe.reader, "end", std::ref(log));
        co_await round_trip();
        world.shut(pipe.writer);
    };
    world.home.run_until(with_task_group(body));
    CHECK(log == "end");
    CHECK(world.home.run_until(read_text(pipe.reader)) == "");
    world.shut(pipe.reader);
}

TEST_CASE_TEMPLATE("drivers: a writer without readers is told EPIPE", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    world.shut(pipe.reader);
    try {
        world.home.run_until(write_text(pipe.writer, "x"));
        FAIL("nobody reads");
    } catch (const error& e) {
        CHECK((e.code() == std::errc::broken_pipe));
        CHECK(std::string(e.what()).find("write_text(" + std::to_string(pipe.writer) + "): ") == 0);
    }
    CHECK_NOTHROW(world.home.run_until(wait_writable(pipe.writer))); // it would not block
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: bytes come out as they went in, however many", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string sent(1'000'000, '\0');
    for (std::size_t i = 0; i != sent.size(); ++i) sent[i] = static_cast<char>(i * 7 + i / 251);
    std::string got;
    auto writer = [](World& in, int to, const std::string& text) -> task<> {
        co_await write_all(to, text);
        in.shut(to);
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(writer, std::ref(world), pipe.writer, std::cref(sent));
        got = co_await read_all(pipe.reader);
    };
    world.home.run_until(with_task_group(body));
    CHECK((got == sent));
    world.shut(pipe.reader);
}

TEST_CASE_TEMPLATE("drivers: readers of one descriptor are served first come, first served", World,
                   EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto body = [&](task_group& group) -> task<> {
        for (const char* name : {"a", "b", "c"}) group.spawn(read_one, pipe.reader, name, std::ref(log));
        co_await round_trip();
        for (const char* byte : {"1", "2", "3"}) co_await write_all(pipe.writer, byte);
    };
    world.home.run_until(with_task_group(body));
    CHECK(log == "a1b2c3");
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: operations that need not wait are told in the order in which they were asked",
                   World, EVERY_DRIVER) {
    World world;
    std::string log;
    auto one = [](int number, std::string& to) -> task<> {
        CHECK(co_await plain_op(opcode::nop, -1) == 0);
        to += std::to_string(number);
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i != 10; ++i) group.spawn(one, i, std::ref(log));
        co_return;
    };
    world.home.run_until(with_task_group(body));
    CHECK(log == "0123456789");
}

TEST_CASE_TEMPLATE("drivers: a descriptor that is not open is an error that says so, and what to do", World,
                   EVERY_DRIVER) {
    World world;
    for (const int bad : {-1, 1'000'000, simulated_driver::first_descriptor + 1000}) {
        try {
            world.home.run_until(wait_readable(bad));
            FAIL("it is not open");
        } catch (const error& e) {
            CHECK((e.code() == std::errc::bad_file_descriptor));
            const std::string said = e.what();
            CHECK(said.find("wait_readable(" + std::to_string(bad) + "): [errno 9]") == 0);
            CHECK(said.find("notify_closing") != said.npos);
        }
        CHECK_THROWS_AS(world.home.run_until(read_text(bad)), error);
    }
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("drivers: in a cancelled scope nothing is asked of the driver", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        co_await write_all(pipe.writer, "x");
        cancel_scope scope;
        scope.cancel();
        CHECK_FALSE(co_await scope.run(read_text(pipe.reader)));
        CHECK(co_await read_text(pipe.reader) == "x"); // nobody has taken it
    };
    world.home.run_until(main());
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: a cancelled read has read nothing", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        cancel_scope scope;
        auto body = [&](task_group& group) -> task<> {
            auto canceller = [](cancel_scope& which) -> task<> {
                co_await round_trip();
                which.cancel();
            };
            group.spawn(canceller, std::ref(scope));
            CHECK_FALSE(co_await scope.run(read_text(pipe.reader)));
        };
        co_await with_task_group(body);
        co_await write_all(pipe.writer, "x");
        CHECK(co_await read_text(pipe.reader) == "x");
    };
    world.home.run_until(main());
    CHECK(world.left() == 0);
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: what is done is delivered, although its task is cancelled in the same turn",
                   World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string got;
    auto reader = [](int from, std::string& to) -> task<> {
        to += co_await read_text(from);
        co_await checkpoint();
        to += " went on";
    };
    auto main = [&]() -> task<> {
        cancel_scope scope;
        // Runs in the turn in which the reader is to take its result, and before it.
        auto body = [&](task_group& group) -> task<> {
            auto handle = group.spawn(reader, pipe.reader, std::ref(got));
            co_await write_all(pipe.writer, "x");
            while (world.left() != 0) co_await yield_now();
            handle.cancel();
        };
        co_await with_task_group(body);
    };
    world.home.run_until(main());
    CHECK(got == "x");
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: 10000 waits on one descriptor are cancelled, and nothing is left of them", World,
                   EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto main = [&]() -> task<> {
        auto storm = [&](task_group& group) -> task<> {
            for (int i = 0; i != 10'000; ++i)
                group.spawn(note_when_readable, pipe.reader, "never", std::ref(log));
            co_await round_trip();
            CHECK(world.left() >= 10'000);
            group.cancel();
        };
        CHECK(co_await with_task_group(storm));
        CHECK(world.left() == 0);
        co_await write_all(pipe.writer, "x");
        co_await wait_readable(pipe.reader);
    };
    world.home.run_until(main());
    CHECK(log == "");
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: who waits for a descriptor that is closed is told EBADF", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto waits = [](auto operation) -> task<int> {
        try {
            co_await std::move(operation);
        } catch (const error& e) {
            co_return e.number();
        }
        co_return 0;
    };
    auto body = [&](task_group& group) -> task<> {
        auto first = group.spawn(waits, wait_readable(pipe.reader));
        auto second = group.spawn(waits, read_text(pipe.reader));
        co_await round_trip();
        SUBCASE("by notify_closing") { notify_closing(pipe.reader); }
        SUBCASE("by an operation") { co_await plain_op(opcode::close, pipe.reader); }
        CHECK(co_await first == EBADF);
        CHECK(co_await second == EBADF);
    };
    world.home.run_until(with_task_group(body));
    CHECK(world.left() == 0);
    if (fcntl(pipe.reader, F_GETFD) >= 0) ::close(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("drivers: a race of waits is won by one, and the others are forgotten", World,
                   EVERY_DRIVER) {
    World world;
    const ends one = world.open_pipe();
    const ends other = world.open_pipe();
    auto main = [&]() -> task<> {
        co_await write_all(other.writer, "xy");
        auto won = co_await race(read_text(one.reader, 1), read_text(other.reader, 1));
        CHECK(won.which == 1);
        CHECK(co_await read_text(other.reader) == "y");
        co_await write_all(one.writer, "z");
        CHECK(co_await read_text(one.reader) == "z");
    };
    world.home.run_until(main());
    CHECK(world.left() == 0);
    for (const int each : {one.reader, one.writer, other.reader, other.writer}) world.shut(each);
}

TEST_CASE_TEMPLATE("drivers: posting from another thread wakes the loop that waits for nothing else", World,
                   EVERY_DRIVER) {
    World world;
    int seen = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t) {
        threads.emplace_back([&world, &seen, remote = world.home.remote()] {
            for (int i = 0; i != 2'000; ++i)
                remote.post([&] {
                    if (++seen == 8'000) world.home.stop();
                });
        });
    }
    world.home.run_forever();
    for (std::thread& each : threads) each.join();
    CHECK(seen == 8'000);
}

TEST_CASE_TEMPLATE("drivers: an operation is awaited again after it was over", World, EVERY_DRIVER) {
    World world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        co_await write_all(pipe.writer, "x");
        auto wait = wait_readable(pipe.reader);
        co_await wait;
        co_await wait;
        cancel_scope scope;
        auto quiet = wait_readable(pipe.reader);
        const std::string taken = co_await read_text(pipe.reader);
        auto body = [&](task_group& group) -> task<> {
            auto canceller = [](cancel_scope& which) -> task<> {
                co_await round_trip();
                which.cancel();
            };
            group.spawn(canceller, std::ref(scope));
            CHECK_FALSE(co_await scope.run(quiet));
        };
        co_await with_task_group(body);
        co_await write_all(pipe.writer, "y");
        co_await quiet;
    };
    world.home.run_until(main());
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}
