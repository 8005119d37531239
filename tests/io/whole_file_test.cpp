// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/whole_file.hpp>

#include "files.hpp"

#include <doctest/doctest.h>

using namespace drivers;

#define EVERY_DRIVER                                                                                         \
    on_files<epoll_world>, on_files<uring_world>, on_files<simulated_world>, on_files<slow_world>

TEST_CASE_TEMPLATE("whole_file: what is written is read, of any size", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        for (const std::size_t size :
             {std::size_t(0), std::size_t(1), std::size_t(65536), std::size_t(700'001)}) {
            const std::string text(size, 'x');
            co_await write_file(world.path("a"), text);
            CHECK((world.content("a") == text));
            const std::string got = co_await read_file(world.path("a"));
            CHECK((got == text));
            CHECK(co_await copy_file(world.path("a"), world.path("b")) == size);
            CHECK((world.content("b") == text));
        }
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("whole_file: a file that cannot be written is left as it was, and nothing beside it",
                   World, EVERY_DRIVER) {
    World world;
    world.make("a", "old");
    auto main = [&]() -> task<> {
        int number = 0;
        try {
            co_await write_file(world.path("missing/a"), "new");
        } catch (const error& e) {
            number = e.number();
        }
        if constexpr (!World::simulated) CHECK(number == ENOENT);
        cancel_scope scope;
        scope.cancel();
        CHECK_FALSE(co_await scope.run(write_file(world.path("a"), "new")));
    };
    world.home.run_until(main());
    CHECK(world.content("a") == "old");
}

namespace {

// How many operations it takes when nothing fails.
template <class Make>
std::uint64_t operations_of(Make make) {
    simulated_world world;
    world.io.make_file("dir/a", std::string(600'000, 'o'));
    world.home.run_until(make());
    return world.io.submitted();
}

} // namespace

TEST_CASE(
    "whole_file: whichever operation fails, and however, write_file leaves the old file or the new one") {
    auto write = [] { return write_file("dir/a", "new"); };
    const std::uint64_t operations = operations_of(write);
    CHECK(operations >= 7);
    for (const int number : {EIO, ENOSPC, EINTR, EAGAIN}) {
        for (std::uint64_t n = 1; n <= operations; ++n) {
            simulated_world world;
            world.io.make_file("dir/a", "old");
            world.io.fail_operation(n, number);
            bool failed = false;
            try {
                world.home.run_until(write());
            } catch (const error& e) {
                failed = true;
                CHECK(e.number() == number);
            }
            const std::string now = world.io.file("dir/a");
            CHECK((now == "new" || (failed && now == "old")));
            if (number == EINTR) CHECK_FALSE(failed); // it is asked again
            if (number == EIO) CHECK(failed);
            CHECK(world.io.open_descriptors() == 0);
            CHECK(world.io.in_progress() == 0);
            CHECK_FALSE(world.io.exists("dir/a.new-" + std::to_string(::getpid()) + "-0"));
        }
    }
}

TEST_CASE("whole_file: read_file and copy_file fail cleanly, whichever operation does") {
    auto copy = [] { return copy_file("dir/a", "dir/b"); };
    auto read = [] { return read_file("dir/a"); };
    const auto sweep = [](auto make) {
        const std::uint64_t operations = operations_of(make);
        CHECK(operations >= 4);
        for (std::uint64_t n = 1; n <= operations; ++n) {
            simulated_world world;
            world.io.make_file("dir/a", std::string(600'000, 'o'));
            world.io.fail_operation(n, EIO);
            CHECK_THROWS_AS(world.home.run_until(make()), error);
            CHECK(world.io.open_descriptors() == 0);
            CHECK(world.io.in_progress() == 0);
        }
    };
    sweep(copy);
    sweep(read);
}

TEST_CASE("whole_file: a disk that is full says so, and the old file is still there") {
    manual_time time;
    simulated_driver io({.disk_bytes = 100});
    loop home({.time = &time, .io = &io});
    io.make_file("a", std::string(50, 'o'));
    CHECK_THROWS_AS(home.run_until(write_file("a", std::string(60, 'n'))), error);
    CHECK(io.file("a") == std::string(50, 'o'));
    home.run_until(write_file("a", std::string(40, 'n')));
    CHECK(io.file("a") == std::string(40, 'n'));
    CHECK(io.open_descriptors() == 0);
}

TEST_CASE_TEMPLATE("whole_file: a file copied to itself, by whatever name, stays as it was and is an error",
                   World, EVERY_DRIVER) {
    World world;
    world.make("a", "text");
    auto main = [&]() -> task<> {
        co_await link_path(world.path("a"), world.path("b"));
        for (const char* to : {"a", "b", "./a"}) {
            int number = 0;
            try {
                co_await copy_file(world.path("a"), world.path(to));
            } catch (const error& e) {
                number = e.number();
            }
            CHECK(number == EINVAL);
            CHECK(world.content("a") == "text");
        }
        world.make("c", "a longer one, which is emptied first");
        CHECK(co_await copy_file(world.path("a"), world.path("c")) == 4);
        CHECK(world.content("c") == "text");
    };
    world.home.run_until(main());
}
