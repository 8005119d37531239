// SPDX-License-Identifier: BSL-1.0
//
// Files, on every driver: the machine's in a directory of their own, the simulated ones in memory.
#include <rondo/io/file.hpp>

#include "files.hpp"

#include <rondo/core/as_result.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <sys/uio.h>

using namespace drivers;

#define EVERY_DRIVER                                                                                         \
    on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>, on_files<simulated_world>,          \
        on_files<slow_world>

namespace {

constexpr open_options to_make{.write = true, .create = true};

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

task<std::string> text_at(const file& from, std::size_t size, std::uint64_t at) {
    std::string text(size, '\0');
    text.resize(co_await from.read_at(std::as_writable_bytes(std::span(text)), at));
    co_return text;
}

template <class Op>
task<int> number_of(Op op) {
    try {
        co_await op;
    } catch (const error& e) {
        co_return e.number();
    }
    co_return 0;
}

} // namespace

TEST_CASE_TEMPLATE("file: what is written at a place is read there, and nothing beyond the end", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file f = co_await open_file(world.path("a"), to_make);
        CHECK(f.descriptor() >= 0);
        CHECK(co_await f.write_at(bytes_of("hello, world"), 0) == 12);
        CHECK(co_await f.write_at(bytes_of("there"), 7) == 5);
        CHECK(co_await text_at(f, 100, 0) == "hello, there");
        CHECK(co_await text_at(f, 5, 7) == "there");
        CHECK(co_await text_at(f, 5, 12) == "");
        CHECK(co_await text_at(f, 5, 1'000) == "");
        // Where it stands is another matter.
        CHECK(co_await f.write(bytes_of("HE")) == 2);
        std::string two(2, '\0');
        CHECK(co_await f.read(std::as_writable_bytes(std::span(two))) == 2);
        CHECK(two == "ll");
        co_await f.close();
        CHECK_FALSE(f);
    };
    world.home.run_until(main());
    CHECK(world.content("a") == "HEllo, there");
}

TEST_CASE_TEMPLATE("file: pieces are read and written in order", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file f = co_await open_file(world.path("a"), to_make);
        char one[] = "one ";
        char two[] = "two";
        const iovec out[2] = {{one, 4}, {two, 3}};
        CHECK(co_await f.write_vector_at(out, 2) == 7);
        char first[3] = {};
        char rest[8] = {};
        const iovec in[2] = {{first, 3}, {rest, 8}};
        CHECK(co_await f.read_vector_at(in, 1) == 8);
        CHECK(std::string(first, 3) == std::string("\0on", 3));
        CHECK(std::string(rest, 5) == "e two");
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE(
    "file: write_all and read_exact move all of it, and read_exact says when there is not enough", World,
    EVERY_DRIVER) {
    World world;
    std::string text(1'000'000, '\0');
    for (std::size_t i = 0; i != text.size(); ++i) text[i] = static_cast<char>(i * 7 + i / 251);
    auto main = [&]() -> task<> {
        file f = co_await open_file(world.path("a"), to_make);
        auto all = f.write_all(bytes_of(text), 10);
        co_await all;
        CHECK(all.moved() == text.size());
        std::string got(text.size(), '\0');
        co_await f.read_exact(std::as_writable_bytes(std::span(got)), 10);
        CHECK((got == text));
        bool ended = false;
        auto beyond = f.read_exact(std::as_writable_bytes(std::span(got)), 11);
        try {
            co_await beyond;
        } catch (const error& e) {
            ended = true;
            CHECK(e.number() == ENODATA);
            CHECK(std::string(e.what()).find("999999 of 1000000 bytes were there") != std::string::npos);
        }
        CHECK(ended);
        CHECK(beyond.moved() == text.size() - 1);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file: is truncated, allocated, synced and asked about", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file f = co_await open_file(world.path("a"), to_make);
        co_await f.write_all(bytes_of("hello"));
        co_await f.datasync();
        co_await f.truncate(2);
        const file_status small = co_await f.stat();
        CHECK(small.size == 2);
        CHECK(small.is_regular());
        CHECK(small.links == 1);
        co_await f.truncate(4);
        CHECK(co_await text_at(f, 9, 0) == std::string("he\0\0", 4));
        co_await f.allocate(0, 100);
        co_await f.sync();
        const file_status about = co_await stat_path(world.path("a"));
        CHECK(about.size == 100);
        const file_status around = co_await stat_path(world.path(""));
        CHECK(around.is_directory());
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file: what is refused names the path, or the descriptor, and what was asked", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        const std::string missing = world.path("missing");
        std::string said;
        try {
            co_await open_file(missing);
        } catch (const error& e) {
            said = e.what();
            CHECK(e.number() == ENOENT);
        }
        CHECK(said.find("open_file(" + missing + "): [errno 2]") == 0);
        CHECK(co_await number_of(unlink_path(missing)) == ENOENT);
        CHECK(co_await number_of(stat_path(missing)) == ENOENT);
        const open_options anew{.write = true, .create = true, .exclusive = true};
        file f = co_await open_file(world.path("a"), anew);
        CHECK(co_await number_of(open_file(world.path("a"), anew)) == EEXIST);
        file only_read = co_await open_file(world.path("a"));
        CHECK(co_await number_of(only_read.write_at(bytes_of("x"), 0)) == EBADF);
        const std::string with_nul("a\0b", 3);
        CHECK(co_await number_of(open_file(with_nul)) == EINVAL);
        auto got = co_await as_result(only_read.write_at(bytes_of("x"), 0));
        CHECK_FALSE(got.has_value());
        CHECK(got.error().text().find("file::write_at(") == 0);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file: names are given, taken and changed", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        const std::string a = world.path("a");
        const std::string b = world.path("b");
        const std::string c = world.path("c");
        file f = co_await open_file(a, to_make);
        co_await f.write_all(bytes_of("text"));
        co_await link_path(a, b);
        const file_status linked = co_await f.stat();
        CHECK(linked.links == 2);
        CHECK(co_await number_of(link_path(a, b)) == EEXIST);
        co_await rename_path(a, c);
        CHECK_FALSE(world.exists("a"));
        CHECK(world.content("c") == "text");
        co_await unlink_path(b);
        CHECK_FALSE(world.exists("b"));
        co_await unlink_path(c);
        CHECK(co_await text_at(f, 9, 0) == "text"); // while it is open it lives
        const std::string d = world.path("d");
        co_await make_directory(d);
        CHECK(co_await number_of(make_directory(d)) == EEXIST);
        const file_status made = co_await stat_path(d);
        CHECK(made.is_directory());
        co_await remove_directory(d);
        CHECK(co_await number_of(stat_path(d)) == ENOENT);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file: a temporary one has no name, and appended bytes go to the end", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file t = co_await open_temporary(world.path(""));
        co_await t.write_all(bytes_of("text"));
        CHECK(co_await text_at(t, 9, 0) == "text");
        const open_options at_end{.append = true, .create = true};
        file one = co_await open_file(world.path("log"), at_end);
        file other = co_await open_file(world.path("log"), at_end);
        co_await one.write_all(bytes_of("one "));
        co_await other.write_all(bytes_of("two "));
        co_await one.write_all(bytes_of("three"));
    };
    world.home.run_until(main());
    CHECK(world.content("log") == "one two three");
}

TEST_CASE_TEMPLATE("file: is locked by one, or shared by several", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file one = co_await open_file(world.path("a"), to_make);
        file other = co_await open_file(world.path("a"));
        co_await one.try_lock();
        CHECK(co_await number_of(other.try_lock()) == EWOULDBLOCK);
        CHECK(co_await number_of(other.try_lock_shared()) == EWOULDBLOCK);
        co_await one.unlock();
        co_await other.try_lock_shared();
        co_await one.try_lock_shared();
        CHECK(co_await number_of(one.try_lock()) == EWOULDBLOCK);
        other = file(); // closed, it is unlocked
        co_await one.try_lock();
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE(
    "file: in a cancelled scope nothing is opened, and what was to be closed is closed all the same", World,
    EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        file f = co_await open_file(world.path("a"), to_make);
        cancel_scope scope;
        scope.cancel();
        auto in = [&]() -> task<> { co_await f.close(); };
        CHECK_FALSE(co_await scope.run(in()));
        CHECK_FALSE(f);
        cancel_scope another;
        another.cancel();
        auto opened = co_await another.run(open_file(world.path("b"), to_make));
        CHECK_FALSE(opened.has_value());
    };
    world.home.run_until(main());
    CHECK_FALSE(world.exists("b"));
}

TEST_CASE("file: a cancelled write_all tells how much was written") {
    simulated_world world;
    simulated_pipe pipe = world.io.open_pipe(1000);
    auto main = [&]() -> task<> {
        file to(pipe.writer, &world.io);
        const std::string text(2500, 'x');
        auto all = to.write_all(bytes_of(text));
        cancel_scope scope;
        auto body = [&](task_group& group) -> task<> {
            auto canceller = [](cancel_scope& which, int from) -> task<> {
                co_await round_trip();
                co_await read_text(from, 300);
                co_await round_trip();
                which.cancel();
            };
            group.spawn(canceller, std::ref(scope), pipe.reader);
            CHECK_FALSE(co_await scope.run(all));
        };
        co_await with_task_group(body);
        CHECK(all.moved() == 1300);
    };
    world.home.run_until(main());
    world.io.close(pipe.reader);
    CHECK(world.io.open_descriptors() == 0);
}
