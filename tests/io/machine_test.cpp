// SPDX-License-Identifier: BSL-1.0
//
// What only the machine's world has: descriptors in blocking mode, files on disk, sockets, and a descriptor of the driver's
// that a foreign loop may poll. What every driver does is in drivers_test.cpp.
#include "support.hpp"

#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <thread>

using namespace drivers;

namespace {

task<std::string> read_count(int from, std::size_t count) {
    std::string all;
    while (all.size() < count) {
        const std::string part = co_await read_text(from, count - all.size());
        if (part.empty()) break;
        all += part;
    }
    co_return all;
}

task<int> number_of(detail::wait_fd_op wait) {
    try {
        co_await wait;
    } catch (const error& e) {
        co_return e.number();
    }
    co_return 0;
}

} // namespace

TEST_CASE_TEMPLATE(
    "machine: a pipe in blocking mode does not block the loop, neither when empty nor when full", World,
    epoll_world, uring_world) {
    World world;
    const ends pipe = world.open_pipe(0);
    const std::string sent(300'000, 'x');
    std::string got;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(write_all, pipe.writer, sent);
        got = co_await read_count(pipe.reader, sent.size());
    };
    world.home.run_until(with_task_group(body));
    CHECK(got.size() == sent.size());
    CHECK((fcntl(pipe.reader, F_GETFL) & O_NONBLOCK) == 0); // as it was
    CHECK((fcntl(pipe.writer, F_GETFL) & O_NONBLOCK) == 0);
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE(
    "machine: of two readers of a pipe in blocking mode, the one for whom nothing is left waits on", World,
    epoll_world, uring_world) {
    World world;
    const ends pipe = world.open_pipe(0);
    auto body = [&](task_group& group) -> task<> {
        auto first = group.spawn(read_count, pipe.reader, std::size_t(1));
        auto second = group.spawn(read_count, pipe.reader, std::size_t(1));
        co_await round_trip();
        CHECK(::write(pipe.writer, "x", 1) == 1);
        CHECK(co_await first == "x");
        CHECK_FALSE(second.done());
        CHECK(::write(pipe.writer, "y", 1) == 1);
        CHECK(co_await second == "y");
    };
    world.home.run_until(with_task_group(body));
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("machine: both directions of one descriptor are waited for at once, each for itself",
                   World, epoll_world, uring_world) {
    World world;
    int pair[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    std::string log;
    auto when = [](detail::wait_fd_op wait, const char* name, std::string& to) -> task<> {
        co_await wait;
        to += name;
    };
    auto body = [&](task_group& group) -> task<> {
        // Filled to the brim: neither readable nor writable.
        while (::send(pair[0], log.data(), 0, MSG_DONTWAIT) == 0) {
            char block[4096] = {};
            if (::send(pair[0], block, sizeof block, MSG_DONTWAIT) < 0) break;
        }
        group.spawn(when, wait_readable(pair[0]), "readable ", std::ref(log));
        group.spawn(when, wait_writable(pair[0]), "writable ", std::ref(log));
        co_await round_trip();
        CHECK(log == "");
        CHECK(::send(pair[1], "x", 1, 0) == 1);
        while (log.empty()) co_await yield_now();
        CHECK(log == "readable ");
        char block[65536];
        while (::recv(pair[1], block, sizeof block, MSG_DONTWAIT) > 0) {}
    };
    world.home.run_until(with_task_group(body));
    CHECK(log == "readable writable ");
    world.shut(pair[0]);
    world.shut(pair[1]);
}

TEST_CASE_TEMPLATE(
    "machine: sockets in blocking mode connect, accept, send and receive without blocking the loop", World,
    epoll_world, uring_world) {
    World world;
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX; // bound to the family alone, the system gives it a name of its own
    REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&name), sizeof(sa_family_t)) == 0);
    socklen_t size = sizeof name;
    REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &size) == 0);
    REQUIRE(::listen(listener, 4) == 0);

    auto serve = [](int on) -> task<> {
        const auto peer =
            static_cast<int>(co_await plain_op(opcode::accept, on).with(nullptr, 0, SOCK_CLOEXEC));
        char text[64];
        iovec piece{text, sizeof text};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        const auto got = co_await plain_op(opcode::receive_message, peer).with(&message, 0);
        piece.iov_len = static_cast<std::size_t>(got);
        CHECK(co_await plain_op(opcode::send_message, peer).with(&message, 0) == got);
        CHECK(co_await plain_op(opcode::shutdown, peer).with(nullptr, 0, SHUT_WR) == 0);
        CHECK(co_await plain_op(opcode::close, peer) == 0);
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(serve, listener);
        co_await round_trip(); // accept waits first
        CHECK(co_await plain_op(opcode::connect, client).with(&name, size) == 0);
        char text[64] = "hello";
        CHECK(co_await plain_op(opcode::send, client).with(text, 5) == 5);
        CHECK(co_await plain_op(opcode::receive, client).with(text, sizeof text) == 5);
        CHECK(std::string(text, 5) == "hello");
        CHECK(co_await plain_op(opcode::receive, client).with(text, sizeof text) == 0);
    };
    world.home.run_until(with_task_group(body));
    CHECK((fcntl(client, F_GETFL) & O_NONBLOCK) == 0);
    world.shut(listener);
    world.shut(client);
}

TEST_CASE_TEMPLATE(
    "machine: files on disk are read and written where they are told to be, and are always ready", World,
    epoll_world, uring_world) {
    World world;
    char path[] = "rondo_epoll_XXXXXX";
    const int made = ::mkstemp(path);
    REQUIRE(made >= 0);
    ::close(made);
    auto main = [&]() -> task<> {
        const auto file =
            static_cast<int>(co_await plain_op(opcode::open, AT_FDCWD).with(path, 0600, O_RDWR | O_CLOEXEC));
        char text[] = "hello, world";
        CHECK(co_await plain_op(opcode::write, file).with(text, 12) == 12);
        CHECK(co_await plain_op(opcode::write, file).with(text + 7, 5, 0, 0) == 5);
        char got[16] = {};
        CHECK(co_await plain_op(opcode::read, file).with(got, 16, 0, 0) == 12);
        CHECK(std::string(got) == "world, world");
        CHECK(co_await plain_op(opcode::read, file).with(got, 16) == 0); // where it stands: at the end
        char first[3];
        char rest[4];
        iovec pieces[2] = {{first, 3}, {rest, 4}};
        CHECK(co_await plain_op(opcode::read_vector, file).with(pieces, 2, 0, 7) == 5);
        CHECK(std::string(first, 3) + std::string(rest, 2) == "world");
        co_await wait_readable(file);
        co_await wait_writable(file);
        CHECK(co_await plain_op(opcode::sync, file) == 0);
        CHECK(
            co_await plain_op(opcode::allocate, file).with(nullptr, 0, 0, 0, reinterpret_cast<void*>(100)) ==
            0);
        struct statx status{};
        CHECK(co_await plain_op(opcode::status, file)
                  .with(path + strlen(path), 0, AT_EMPTY_PATH, -1, &status) == 0);
        CHECK(co_await plain_op(opcode::close, file) == 0);
    };
    world.home.run_until(main());
    struct stat status{};
    CHECK(::stat(path, &status) == 0);
    CHECK(status.st_size == 100);
    ::unlink(path);
}

TEST_CASE_TEMPLATE("machine: virtual time stands still while the outside is waited for", World, epoll_world,
                   uring_world) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto sleeper = [](std::string& to) -> task<> {
        co_await sleep(1h);
        to += "slept ";
    };
    auto waits = [](int on, std::string& to) -> task<> {
        co_await wait_readable(on);
        to += "readable ";
    };
    auto& root = world.home.root();
    root.spawn(sleeper, std::ref(log));
    root.spawn(waits, pipe.reader, std::ref(log));
    for (int i = 0; i != 5; ++i) world.home.run_once();
    CHECK(world.time.now() == instant());
    CHECK(world.left() == 1);
    REQUIRE(::write(pipe.writer, "x", 1) == 1);
    world.home.run_until_idle();
    CHECK(log == "readable slept ");
    CHECK(world.time.now() == instant(1h));
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE(
    "machine: a loop in which somebody waits for the outside is not in a deadlock, and one without is", World,
    epoll_world, uring_world) {
    World world;
    const ends pipe = world.open_pipe();
    std::thread writer([&] { CHECK(::write(pipe.writer, "x", 1) == 1); });
    CHECK_NOTHROW(world.home.run_until(wait_readable(pipe.reader)));
    writer.join();
    CHECK_THROWS_AS(world.home.run_until(sleep(forever)), deadlock_error);
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("machine: copies of a descriptor are waited for side by side", World, epoll_world,
                   uring_world) {
    World world;
    const ends pipe = world.open_pipe();
    const int copy = ::dup(pipe.reader);
    auto body = [&](task_group& group) -> task<> {
        auto one = group.spawn(number_of, wait_readable(pipe.reader));
        auto other = group.spawn(number_of, wait_readable(copy));
        co_await round_trip();
        CHECK(::write(pipe.writer, "x", 1) == 1);
        CHECK(co_await one == 0);
        CHECK(co_await other == 0);
    };
    world.home.run_until(with_task_group(body));
    for (const int each : {pipe.reader, copy, pipe.writer}) world.shut(each);
}

TEST_CASE_TEMPLATE("machine: what the kernel has not been told yet is in the loop's timeout", World,
                   epoll_world, uring_world) {
    World world;
    const ends pipe = world.open_pipe();
    world.home.root().spawn(wait_readable(pipe.reader));
    world.home.run_once();
    CHECK(world.home.timeout() == duration::zero()); // asked in the turn, after the poll
    CHECK_FALSE(world.home.run_once());
    CHECK(world.home.timeout() == forever);
    REQUIRE(::write(pipe.writer, "x", 1) == 1);
    pollfd watched{world.home.descriptor(), POLLIN, 0};
    CHECK(::poll(&watched, 1, 0) == 1);
    world.home.run_until_idle();
    world.shut(pipe.reader);
    world.shut(pipe.writer);
}

TEST_CASE_TEMPLATE("machine: a loop lives in a foreign one, which polls its descriptor", World, epoll_world,
                   uring_world) {
    World world;
    const ends pipe = world.open_pipe();
    std::string log;
    auto echo = [](int from, std::string& to) -> task<> {
        while (true) {
            const std::string got = co_await read_text(from);
            if (got.empty()) co_return;
            to += got;
        }
    };
    auto done = world.home.root().spawn(echo, pipe.reader, std::ref(log));
    std::thread outside([&, remote = world.home.remote()] {
        CHECK(::write(pipe.writer, "one ", 4) == 4);
        remote.post([&] {
            log += "posted ";
            ::close(pipe.writer);
        });
    });
    // The foreign loop: knows a descriptor and a timeout.
    while (!done.done()) {
        const duration limit = world.home.timeout();
        pollfd watched{world.home.descriptor(), POLLIN, 0};
        const int ready = ::poll(&watched, 1, limit == forever ? -1 : static_cast<int>(limit / 1ms));
        CHECK((ready == 1 || limit == duration::zero()));
        world.home.run_once();
    }
    outside.join();
    CHECK((log == "one posted " || log == "posted one "));
    world.shut(pipe.reader);
    // Heard, it is quiet again.
    world.home.run_once();
    pollfd watched{world.home.descriptor(), POLLIN, 0};
    CHECK(::poll(&watched, 1, 0) == 0);
}

TEST_CASE_TEMPLATE("machine: wake ends the next wait, or the one that is on", World, epoll_world,
                   uring_world) {
    World world;
    auto& io = world.driver_of();
    op_list done;
    io.wake();
    io.wake();
    io.poll(done, never);
    std::thread other([&] { io.wake(); });
    io.poll(done, never);
    other.join();
    CHECK(done.empty());
}

TEST_CASE_TEMPLATE("machine: a counter of the kernel is waited for and read as any descriptor", World,
                   epoll_world, uring_world) {
    World world;
    const int counter = ::eventfd(0, EFD_CLOEXEC); // in blocking mode
    auto body = [&](task_group& group) -> task<> {
        auto got = group.spawn(read_count, counter, std::size_t(8));
        co_await round_trip();
        CHECK_FALSE(got.done());
        CHECK(co_await write_text(counter, std::string("\3\0\0\0\0\0\0\0", 8)) == 8);
        CHECK((co_await got)[0] == '\3');
    };
    world.home.run_until(with_task_group(body));
    world.shut(counter);
}

TEST_CASE("machine: a wait with a deadline is never too short, not even when signals interrupt it") {
    struct sigaction noted{};
    struct sigaction before{};
    noted.sa_handler = [](int) {}; // without SA_RESTART: a system call that waits ends with EINTR
    REQUIRE(::sigaction(SIGUSR1, &noted, &before) == 0);
    std::unique_ptr<driver> each[] = {std::make_unique<epoll_driver>(),
                                      std::make_unique<epoll_driver>(epoll_options{.timer_descriptor = true}),
                                      uring_world::make({})};
    steady_time machine;
    for (const auto& io : each) {
        for (const bool interrupted : {false, true}) {
            std::atomic<bool> over = false;
            std::thread other([&, waits = ::pthread_self()] {
                for (; interrupted && !over; std::this_thread::yield()) ::pthread_kill(waits, SIGUSR1);
            });
            for (const duration length : {duration(-1ns), duration(1ns), duration(300us), duration(5ms)}) {
                op_list done;
                const instant until = machine.now() + length;
                io->poll(done, until);
                CHECK(machine.now() >= until);
                CHECK(done.empty());
            }
            over = true;
            other.join();
        }
    }
    ::sigaction(SIGUSR1, &before, nullptr);
}
