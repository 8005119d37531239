// SPDX-License-Identifier: BSL-1.0
//
// What only the ring has: rings too small, rings kept, requests that cannot be taken back at once. What every driver does is
// in drivers_test.cpp, and what the machine's drivers do in machine_test.cpp: both run on the ring, too.
#include <rondo/io/io_uring_driver.hpp>

#include "support.hpp"

#include <rondo/base/scope_exit.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <thread>

using namespace drivers;

namespace {

// Where the machine has no rings there is nothing to see here.
bool has_none() {
    if (io_uring_driver::works()) return false;
    MESSAGE("no rings here: " << io_uring_driver::how());
    return true;
}

task<> read_forever(int from, int& ended) {
    const scope_exit note = [&] { ++ended; };
    std::string text = co_await read_text(from);
    FAIL("nobody wrote " << text);
}

int open_file_of(std::string_view text) {
    char path[] = "rondo_uring_XXXXXX";
    const int made = ::mkstemp(path);
    REQUIRE(made >= 0);
    ::unlink(path);
    REQUIRE(::write(made, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    return made;
}

} // namespace

TEST_CASE("io_uring_driver: says how rings are made here, or why they are not") {
    CHECK_FALSE(io_uring_driver::how().empty());
    if (io_uring_driver::works()) {
        io_uring_driver io;
        CHECK(std::string(io.name()) == "io_uring");
        CHECK(io.descriptor() >= 0);
    } else {
        try {
            io_uring_driver io;
            FAIL("it does not work");
        } catch (const error& e) {
            CHECK(std::string(e.what()).find(io_uring_driver::how()) != std::string::npos);
        }
    }
}

TEST_CASE(
    "io_uring_driver: 10000 reads in flight on rings of 8 and 16 are cancelled in a storm, one by one") {
    if (has_none()) return;
    tight_world world;
    // A file of its own for each: no two take turns, all are in the kernel.
    std::vector<ends> pipes;
    for (int i = 0; i != 100; ++i) pipes.push_back(world.open_pipe(i % 2 == 0 ? O_NONBLOCK : 0));
    int ended = 0;
    auto main = [&]() -> task<> {
        auto storm = [&](task_group& group) -> task<> {
            for (int i = 0; i != 10'000; ++i)
                group.spawn(read_forever, pipes[static_cast<std::size_t>(i) % 100].reader, std::ref(ended));
            co_await round_trip();
            CHECK(world.left() == 10'000);
            group.cancel();
        };
        CHECK(co_await with_task_group(storm));
    };
    world.home.run_until(main());
    CHECK(ended == 10'000);
    CHECK(world.left() == 0);
    for (const ends& each : pipes) {
        CHECK(::write(each.writer, "x", 1) == 1); // nobody takes it any more
        char got = 0;
        CHECK(::read(each.reader, &got, 1) == 1);
        world.shut(each.reader);
        world.shut(each.writer);
    }
}

TEST_CASE("io_uring_driver: 10000 waits, all of them in the kernel, end when what they wait for happens, in "
          "order") {
    if (has_none()) return;
    tight_world world;
    const ends pipe = world.open_pipe();
    std::vector<int> order;
    auto waits = [](int on, int number, std::vector<int>& to) -> task<> {
        co_await wait_readable(on);
        to.push_back(number);
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i != 10'000; ++i) group.spawn(waits, pipe.reader, i, std::ref(order));
        co_await round_trip();
        CHECK(::write(pipe.writer, "x", 1) == 1);
    };
    world.home.run_until(with_task_group(body));
    CHECK(order.size() == 10'000);
    CHECK(world.left() == 0);
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE("io_uring_driver: more requests than the ring holds are all carried out") {
    if (has_none()) return;
    tight_world world;
    std::string text(4000, '\0');
    for (std::size_t i = 0; i != text.size(); ++i) text[i] = static_cast<char>(i * 31);
    const int file = open_file_of(text);
    int right = 0;
    auto reads = [](int from, std::size_t at, const std::string& all, int& to) -> task<> {
        char got = 0;
        CHECK(co_await plain_op(opcode::read, from).with(&got, 1, 0, static_cast<std::int64_t>(at)) == 1);
        to += got == all[at];
    };
    auto body = [&](task_group& group) -> task<> {
        for (std::size_t i = 0; i != text.size(); ++i)
            group.spawn(reads, file, i, std::cref(text), std::ref(right));
        co_return;
    };
    world.home.run_until(with_task_group(body));
    CHECK(right == 4000);
    CHECK(world.left() == 0);
    world.shut(file);
}

TEST_CASE("io_uring_driver: what was opened although nobody waits for it any more is closed") {
    if (has_none()) return;
    uring_world world;
    const int before = ::dup(0);
    ::close(before);
    for (int round = 0; round != 20; ++round) {
        auto main = [&]() -> task<> {
            cancel_scope scope;
            auto body = [&](task_group& group) -> task<> {
                auto canceller = [](cancel_scope& which) -> task<> {
                    which.cancel();
                    co_return;
                };
                group.spawn(canceller, std::ref(scope));
                auto opens = [](cancel_scope& in) -> task<> {
                    auto asked = plain_op(opcode::open, AT_FDCWD)
                                     .with(const_cast<char*>("/dev/null"), 0, O_RDONLY | O_CLOEXEC);
                    auto got = co_await in.run(asked);
                    if (got) ::close(static_cast<int>(*got)); // it was faster, and was told
                };
                co_await opens(scope);
            };
            co_await with_task_group(body);
        };
        world.home.run_until(main());
    }
    const int after = ::dup(0);
    ::close(after);
    CHECK(after == before);
    CHECK(world.left() == 0);
}

TEST_CASE("io_uring_driver: a driver that ends takes back what is in flight, and waits for it") {
    if (has_none()) return;
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    struct bare : op {
        bare() : op([](op&) noexcept {}) {}
    };
    char memory[16] = {};
    bare read;
    bare blocks;
    {
        io_uring_driver io;
        read.code = opcode::read;
        read.descriptor = pipe[0];
        read.buffer = memory;
        read.length = sizeof memory;
        io.submit(read);
        op_list done;
        io.poll(done, instant::min());
        CHECK(io.outstanding() == 1);
        CHECK(done.empty());
    }
    CHECK(::write(pipe[1], "x", 1) == 1);
    CHECK(memory[0] == 0);
    char got = 0;
    CHECK(::read(pipe[0], &got, 1) == 1);
    ::close(pipe[0]);
    ::close(pipe[1]);
}

TEST_CASE("io_uring_driver: a thread keeps its ring for the next driver, and gives it back when it ends") {
    if (has_none()) return;
    const auto next_number = [] {
        const int made = ::dup(0);
        ::close(made);
        return made;
    };
    { io_uring_driver first; }
    const int kept = next_number();
    {
        io_uring_driver second;
        CHECK(next_number() == kept); // nothing was opened for it
        io_uring_driver beside;       // at the same time: another one
        CHECK(next_number() > kept);
        CHECK(beside.descriptor() >= 0);
    }
    const int before = next_number();
    std::thread other([] {
        uring_world world;
        world.home.run_until(round_trip());
    });
    other.join();
    CHECK(next_number() == before);
}

TEST_CASE("io_uring_driver: a loop made by one thread is driven by another") {
    if (has_none()) return;
    auto io = std::make_unique<io_uring_driver>();
    std::string got;
    std::thread other([&] {
        manual_time time;
        loop home({.time = &time, .io = io.get()});
        int pipe[2];
        REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
        home.run_until(write_text(pipe[1], "hello"));
        got = home.run_until(read_text(pipe[0]));
        ::close(pipe[0]);
        ::close(pipe[1]);
    });
    other.join();
    CHECK(got == "hello");
}

TEST_CASE("io_uring_driver: a child process leaves its parent's ring alone") {
    if (has_none()) return;
    auto io = std::make_unique<io_uring_driver>();
    op_list done;
    io->poll(done, instant::min());
    const pid_t child = ::fork();
    if (child == 0) {
        io.reset();
        ::_exit(0);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    uring_world world;
    world.home.run_until(round_trip());
    CHECK(world.left() == 0);
}
