// SPDX-License-Identifier: BSL-1.0
//
// What only the world in memory has: latency on virtual time, faults and orders from an oracle, a plan of what fails, and
// deadlocks that are seen. What every driver does is in drivers_test.cpp.
#include <rondo/io/simulated_driver.hpp>

#include "support.hpp"

#include <rondo/core/as_result.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <poll.h>
#include <sys/uio.h>
#include <thread>

using namespace drivers;

namespace {

task<int> number_of(read_text read) {
    try {
        co_await std::move(read);
    } catch (const error& e) {
        co_return e.number();
    }
    co_return 0;
}

struct outcome {
    std::string got;
    instant end;
    std::uint64_t steps;
    bool operator==(const outcome&) const = default;
};

// A megabyte through a small pipe, in a world that does what the seed says.
outcome transfer(std::uint64_t seed, simulated_options options, chance& luck) {
    static_cast<void>(seed);
    manual_time time;
    simulated_driver io(options);
    loop home({.time = &time, .io = &io, .chooser = &luck});
    const simulated_pipe pipe = io.open_pipe(1000);
    std::string sent(20'000, '\0');
    for (std::size_t i = 0; i != sent.size(); ++i) sent[i] = static_cast<char>(i % 251);
    outcome seen;
    auto writer = [](simulated_driver& in, int to, const std::string& text) -> task<> {
        co_await write_all(to, text);
        in.close(to);
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(writer, std::ref(io), pipe.writer, std::cref(sent));
        seen.got = co_await read_all(pipe.reader);
    };
    home.run_until(with_task_group(body));
    CHECK((seen.got == sent));
    CHECK(io.in_progress() == 0);
    seen.end = time.now();
    seen.steps = home.steps();
    return seen;
}

} // namespace

TEST_CASE("simulated_driver: an operation takes its latency, on the loop's own clock") {
    manual_time time;
    simulated_driver io({.least_latency = 10ms});
    loop home({.time = &time, .io = &io});
    const int file = io.open_file("hello");
    CHECK(home.run_until(read_text(file)) == "hello");
    CHECK(time.now() == instant(10ms));
    CHECK(home.run_until(plain_op(opcode::nop, -1)) == 0);
    CHECK(time.now() == instant(20ms));
    // Many at once take no longer than one.
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i != 100; ++i) group.spawn(plain_op(opcode::nop, -1));
        co_return;
    };
    home.run_until(with_task_group(body));
    CHECK(time.now() == instant(30ms));
}

TEST_CASE("simulated_driver: fail_after strikes in virtual time, and the operation is gone") {
    simulated_world world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> { co_await fail_after(2s, wait_readable(pipe.reader)); };
    CHECK_THROWS_AS(world.home.run_until(main()), timeout_error);
    CHECK(world.time.now() == instant(2s));
    CHECK(world.left() == 0);
}

TEST_CASE("simulated_driver: who waits for what nobody will write is in a deadlock, and is named") {
    simulated_world world;
    const ends pipe = world.open_pipe();
    try {
        world.home.run_until(wait_readable(pipe.reader));
        FAIL("nobody writes");
    } catch (const deadlock_error& e) {
        CHECK(std::string(e.what()).find("wait_readable(" + std::to_string(pipe.reader) + ")") !=
              std::string::npos);
    }
    world.io.close(pipe.writer); // which it is told
    world.home.run_until_idle();
}

TEST_CASE("simulated_driver: files keep what is written, where it is written") {
    simulated_world world;
    const int file = world.io.open_file("hello world");
    auto main = [&]() -> task<> {
        char text[] = "HELLO";
        CHECK(co_await plain_op(opcode::write, file).with(text, 5, 0, 0) == 5);
        CHECK(co_await read_text(file, 3) ==
              "HEL"); // where it stands: the write at an offset has not moved it
        CHECK(co_await read_text(file, 3) == "LO ");
        CHECK(co_await write_text(file, "THERE, yonder") == 13);
        CHECK(co_await read_text(file) == "");
        char first[2];
        char rest[30];
        iovec pieces[2] = {{first, 2}, {rest, 30}};
        CHECK(co_await plain_op(opcode::read_vector, file).with(pieces, 2, 0, 6) == 13);
        CHECK(std::string(rest, 11) == "ERE, yonder");
        CHECK(co_await plain_op(opcode::write, file).with(text, 1, 0, 21) == 1); // beyond the end
        CHECK(co_await plain_op(opcode::sync, file) == 0);
        co_await wait_readable(file);
    };
    world.home.run_until(main());
    CHECK(world.io.content(file) == std::string("HELLO THERE, yonder\0\0H", 22));
    world.io.close(file);
    CHECK_THROWS_AS(world.io.content(file), error);
    CHECK_THROWS_AS(world.io.close(file), error);
}

TEST_CASE("simulated_driver: the operation that was planned to fail fails, and no other") {
    simulated_world world;
    const int file = world.io.open_file("abc");
    world.io.fail_operation(2, EIO);
    std::string log;
    auto main = [&]() -> task<> {
        for (int i = 0; i != 3; ++i) {
            const int number = co_await number_of(read_text(file, 1));
            log += std::to_string(number) + " ";
        }
    };
    world.home.run_until(main());
    CHECK(log == "0 " + std::to_string(EIO) + " 0 ");
    CHECK(world.io.submitted() == 3);
}

TEST_CASE("simulated_driver: an interrupted operation is asked again, and one that would block waits until "
          "it does not") {
    simulated_world world;
    const ends pipe = world.open_pipe();
    world.io.fail_operation(1, EINTR);  // the read; the second is the round trip's
    world.io.fail_operation(3, EAGAIN); // the read again
    auto reader = [](int from) -> task<std::string> { co_return co_await read_text(from); };
    auto body = [&](task_group& group) -> task<> {
        auto got = group.spawn(reader, pipe.reader);
        co_await round_trip();
        co_await round_trip();
        CHECK(world.io.submitted() == 5); // the last is a wait for readiness
        co_await write_all(pipe.writer, "x");
        CHECK(co_await got == "x");
    };
    world.home.run_until(with_task_group(body));
    CHECK(world.left() == 0);
}

TEST_CASE("simulated_driver: what is cancelled while it waits for readiness is read by the next") {
    simulated_world world;
    const ends pipe = world.open_pipe();
    world.io.fail_operation(1, EAGAIN);
    auto main = [&]() -> task<> {
        read_text read(pipe.reader);
        CHECK_FALSE(co_await move_on_after(1s, read));
        const auto before = world.io.submitted();
        co_await write_all(pipe.writer, "x");
        CHECK(co_await read == "x");
        CHECK(world.io.submitted() == before + 2); // it is the read again, and no wait for readiness
    };
    world.home.run_until(main());
}

TEST_CASE("simulated_driver: latency, short counts, EINTR and EAGAIN lose no byte, and a seed gives the same "
          "again") {
    for (const bool late : {false, true}) {
        std::size_t different = 0;
        outcome before{};
        for (std::uint64_t seed = 1; seed != 30; ++seed) {
            CAPTURE(seed);
            const simulated_options options{
                .least_latency = 1us, .most_latency = 1ms, .faults = {.one_in = 4}, .late_cancel = late};
            chance luck(seed);
            chance again(seed);
            const outcome first = transfer(seed, options, luck);
            CHECK((first == transfer(seed, options, again)));
            CHECK(luck.asked[static_cast<std::size_t>(choice::fault)] > 0);
            CHECK(luck.asked[static_cast<std::size_t>(choice::latency)] > 0);
            different += first.end != before.end;
            before = first;
        }
        CHECK(different > 20);
    }
}

TEST_CASE("simulated_driver: the order in which finished operations are told is the oracle's") {
    const auto order = [](oracle* chooser) {
        manual_time time;
        simulated_driver io;
        loop home({.time = &time, .io = &io, .chooser = chooser});
        std::string log;
        auto one = [](char name, std::string& to) -> task<> {
            co_await plain_op(opcode::nop, -1);
            to += name;
        };
        auto body = [&](task_group& group) -> task<> {
            for (char name = 'a'; name != 'k'; ++name) group.spawn(one, name, std::ref(log));
            co_return;
        };
        home.run_until(with_task_group(body));
        return log;
    };
    class last_told_first : public oracle {
        std::size_t choose(choice what, std::size_t n) noexcept override {
            return what == choice::completion ? n - 1 : 0;
        }
    } backwards;
    CHECK(order(nullptr) == "abcdefghij");
    CHECK(order(&backwards) == "jihgfedcba");
}

TEST_CASE("simulated_driver: a cancellation that comes too late delivers what was done") {
    // Answers 1 to faults: the operation was faster than its cancellation.
    class faster : public oracle {
        std::size_t choose(choice what, std::size_t n) noexcept override {
            return what == choice::fault ? n - 1 : 0;
        }
    } luck;
    manual_time time;
    simulated_driver io({.least_latency = 10ms, .late_cancel = true});
    loop home({.time = &time, .io = &io, .chooser = &luck});
    const int file = io.open_file("hello");
    auto main = [&]() -> task<> {
        auto got = co_await move_on_after(1ms, read_text(file));
        CHECK(got == "hello");
    };
    home.run_until(main());
    CHECK(time.now() == instant(10ms));
}

TEST_CASE("simulated_driver: a slow cancellation is waited for, and then unwinds") {
    slow_world world;
    const ends pipe = world.open_pipe();
    auto main = [&]() -> task<> {
        CHECK_FALSE(co_await move_on_after(100ms, read_text(pipe.reader)));
        CHECK(world.home.now() == instant(103ms));
    };
    world.home.run_until(main());
    CHECK(world.left() == 0);
}

TEST_CASE("simulated_driver: a call is made when it is due, once, and its answer is the result") {
    manual_time time;
    simulated_driver io({.least_latency = 1s});
    loop home({.time = &time, .io = &io});
    class call_op : public op_wait {
    public:
        explicit call_op(int& count) : op_wait(opcode::call, "call_op", -1), count_(&count) {
            call = [](op& self) noexcept -> std::int64_t {
                return 40 + ++*static_cast<call_op&>(self).count_;
            };
        }
        call_op(call_op&&) = default;
        std::int64_t take() { return checked_outcome(); }

    private:
        int* count_;
    };
    int count = 0;
    auto main = [&]() -> task<> {
        CHECK(co_await call_op(count) == 41);
        CHECK_FALSE(co_await move_on_after(1ms, call_op(count)));
    };
    home.run_until(main());
    CHECK(count == 1);
}

TEST_CASE("simulated_driver: on the machine's clock it waits for real, and a wake ends that") {
    simulated_driver io({.least_latency = 100us});
    loop home({.io = &io});
    CHECK(home.run_until(plain_op(opcode::nop, -1)) == 0);
    std::thread other([remote = home.remote(), &home] { remote.post([&home] { home.stop(); }); });
    home.run_forever();
    other.join();
}

TEST_CASE("simulated_driver: what it does not know is refused with ENOSYS") {
    simulated_world world;
    const int file = world.io.open_file();
    CHECK_THROWS_AS(world.home.run_until(plain_op(opcode::accept, file)), error);
    const ends pipe = world.open_pipe();
    CHECK_THROWS_AS(world.home.run_until(write_text(pipe.reader, "x")), error);
    CHECK_THROWS_AS(world.home.run_until(plain_op(opcode::read, pipe.reader).with(nullptr, 1, 0, 0)), error);
}

TEST_CASE("simulated_driver: a loop that is closed leaves no operation behind") {
    for (const bool late : {false, true}) {
        manual_time time;
        simulated_driver io({.least_latency = 1ms, .late_cancel = late});
        {
            loop home({.time = &time, .io = &io});
            const simulated_pipe pipe = io.open_pipe();
            for (int i = 0; i != 10; ++i) home.root().spawn(wait_readable(pipe.reader));
            home.root().spawn(shield(wait_writable(pipe.writer)));
            for (int i = 0; i != 3; ++i) home.run_once();
            CHECK(io.in_progress() == 11);
        }
        CHECK(io.in_progress() == 0);
    }
}
