// SPDX-License-Identifier: BSL-1.0
//
// What only epoll has: descriptors closed or used again behind its back, and two kinds of timer. What every driver does is in
// drivers_test.cpp, and what the machine's drivers do in machine_test.cpp.
#include <rondo/io/epoll_driver.hpp>

#include "support.hpp"

#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

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

task<int> number_of(detail::wait_fd_op wait) {
    try {
        co_await wait;
    } catch (const error& e) {
        co_return e.number();
    }
    co_return 0;
}

} // namespace

TEST_CASE("epoll_driver: a descriptor closed without a word is found out when all is quiet") {
    manual_time time;
    epoll_driver io({.quiet = 0ns});
    loop home({.time = &time, .io = &io});
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    auto main = [&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto waits = group.spawn(number_of, wait_readable(pipe[0]));
            co_await round_trip();
            ::close(pipe[0]);
            CHECK(co_await waits == EBADF);
        };
        co_await with_task_group(body);
    };
    home.run_until(main());
    ::close(pipe[1]);
    CHECK(io.outstanding() == 0);
}

TEST_CASE("epoll_driver: a number that is used again is another descriptor") {
    epoll_world world;
    for (int round = 0; round != 3; ++round) {
        const ends pipe = world.open_pipe();
        auto main = [&]() -> task<> {
            auto body = [&](task_group& group) -> task<> {
                auto old = group.spawn(number_of, wait_readable(pipe.reader));
                co_await round_trip();
                // Closed without a word, while a copy keeps the old file alive; its number goes to a new pipe.
                const int copy = ::dup(pipe.reader);
                const ends fresh = world.open_pipe();
                CHECK(::dup2(fresh.reader, pipe.reader) == pipe.reader);
                ::close(fresh.reader);
                auto young = group.spawn(number_of, wait_readable(pipe.reader));
                CHECK(co_await old == EBADF);
                CHECK(::write(pipe.writer, "x", 1) == 1); // the old file, which nobody waits for
                co_await round_trip();
                co_await round_trip();
                CHECK_FALSE(young.done());
                CHECK(::write(fresh.writer, "y", 1) == 1);
                CHECK(co_await young == 0);
                for (const int each : {copy, fresh.writer}) world.shut(each);
            };
            co_await with_task_group(body);
        };
        world.home.run_until(main());
        world.shut(pipe.reader);
        world.shut(pipe.writer);
    }
}

TEST_CASE("epoll_driver: a wait on the driver's own descriptor is an error, not a hang") {
    epoll_world world;
    CHECK_THROWS_AS(world.home.run_until(wait_readable(world.home.descriptor())), error);
}
