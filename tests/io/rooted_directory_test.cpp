// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/rooted_directory.hpp>

#include "support.hpp"

#include <rondo/io/whole_file.hpp>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

using namespace drivers;

namespace {

namespace fs = std::filesystem;

struct site {
    site() {
        char name[] = "/tmp/rondo-rooted-XXXXXX";
        top = ::mkdtemp(name);
        fs::create_directories(top / "in" / "deep");
        put(top / "secret", "out");
        put(top / "in" / "a", "A");
        put(top / "in" / "deep" / "b", "BB");
        fs::create_symlink("deep/b", top / "in" / "good");
        fs::create_symlink("../secret", top / "in" / "bad");
        fs::create_symlink("/etc/passwd", top / "in" / "worse");
        fs::create_symlink("../..", top / "in" / "deep" / "up");
        fs::create_symlink("self", top / "in" / "self");
        REQUIRE(::mkfifo((top / "in" / "fifo").c_str(), 0600) == 0);
    }
    ~site() { fs::remove_all(top); }
    static void put(const fs::path& at, const char* text) { std::ofstream(at) << text; }
    fs::path top;
};

task<std::string> text_of(const rooted_directory& from, std::string path) {
    opened_file got = co_await from.open(std::move(path));
    std::string all(got.about.size, '\0');
    co_await got.at.read_exact(std::as_writable_bytes(std::span(all)), 0);
    co_return all;
}

task<int> refusal(const rooted_directory& from, std::string path) {
    int number = 0;
    try {
        co_await from.open(std::move(path));
    } catch (const error& e) {
        number = e.number();
    }
    co_return number;
}

} // namespace

TEST_CASE_TEMPLATE("rooted_directory: opens what lies below, and nothing else", World, epoll_world,
                   uring_world) {
    site here;
    World world;
    auto body = [&]() -> task<> {
        const rooted_directory in = co_await open_rooted((here.top / "in").string());
        CHECK(co_await text_of(in, "a") == "A");
        CHECK(co_await text_of(in, "deep/../deep//b") == "BB");
        CHECK(co_await text_of(in, "good") == "BB");
        for (const char* out : {"../secret", "/etc/passwd", "bad", "worse", "deep/up/secret", "deep/../.."})
            CHECK_MESSAGE(co_await refusal(in, out) == EXDEV, out);
        CHECK(co_await refusal(in, "self") == ELOOP);
        CHECK(co_await refusal(in, "none") == ENOENT);
        CHECK(co_await refusal(in, "") == ENOENT);
        CHECK(co_await refusal(in, "a/b") == ENOTDIR);
        CHECK(co_await refusal(in, std::string("a\0b", 3)) == EINVAL);
        const opened_file fifo = co_await in.open("fifo"); // waits for nobody
        CHECK(fifo.about.is_fifo());
        const auto all = co_await in.list("deep");
        REQUIRE(all.size() == 2);
        CHECK(all[0].name == "b");
        bool told = false;
        try {
            co_await in.open("none");
        } catch (const error& e) {
            told = std::string(e.what()).find("rooted_directory::open(none)") != std::string::npos;
        }
        CHECK(told);
    };
    world.home.run_until(body());
}

TEST_CASE("rooted_directory: what the kernel has in memory is opened on the spot") {
    site here;
    epoll_world world;
    auto body = [&]() -> task<> {
        const rooted_directory in = co_await open_rooted((here.top / "in").string());
        co_await in.open("a");
        auto again = in.open("a");
        CHECK(again.ready());
        const opened_file got = again.take();
        CHECK(got.about.size == 1);
        CHECK(got.about.modified > 1'600'000'000'000'000'000);
    };
    world.home.run_until(body());
}

TEST_CASE("rooted_directory: in a simulated world") {
    simulated_world world;
    auto& io = *static_cast<simulated_driver*>(world.home.io());
    io.make_file("secret", "out");
    io.make_file("in/a", "A");
    io.make_file("in/deep/b", "BB");
    auto body = [&]() -> task<> {
        const rooted_directory in = co_await open_rooted("in");
        CHECK(co_await text_of(in, "deep/../a") == "A");
        for (const char* out : {"../secret", "/secret", "deep/../../secret"})
            CHECK_MESSAGE(co_await refusal(in, out) == EXDEV, out);
        CHECK(co_await refusal(in, "none") == ENOENT);
        CHECK(co_await refusal(in, "a/") == ENOTDIR);
        CHECK((co_await in.list("deep")).size() == 1);
        const opened_file got = co_await in.open("deep");
        CHECK(got.about.is_directory());
    };
    world.home.run_until(body());
}
