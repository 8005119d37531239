// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/directory.hpp>

#include "files.hpp"

#include <rondo/core/when_all.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/with/async_with.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace drivers;

#define EVERY_DRIVER                                                                                         \
    on_files<epoll_world>, on_files<uring_world>, on_files<simulated_world>, on_files<slow_world>

namespace {

std::string shown(const std::vector<directory_entry>& entries) {
    std::string all;
    for (const directory_entry& each : entries) {
        if (!all.empty()) all += ' ';
        all += each.name;
        if (each.type == file_type::directory) all += '/';
        if (each.type == file_type::symbolic_link) all += '@';
    }
    return all;
}

template <class F>
int refused(loop& home, F make) {
    try {
        home.run_until(make());
    } catch (const error& e) {
        return e.number();
    }
    return 0;
}

// A tree of `depth` directories in each other, with two files in each.
task<> plant(std::string at, int depth) {
    co_await make_directories(at);
    for (int i = 0; i != depth; ++i) {
        at += "/d";
        co_await make_directory(at);
        co_await write_file(at + "/one", "1", {.durable = false});
        co_await write_file(at + "/.two", "2", {.durable = false});
    }
}

} // namespace

TEST_CASE_TEMPLATE("directory: its names come in order, and say what they are", World, EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        co_await make_directory(world.path("x"));
        const std::vector<directory_entry> none = co_await list_directory(world.path("x"));
        CHECK(none.empty());
        for (const char* name : {"b", "a", ".c"}) co_await write_file(world.path("x/") + name, "text");
        co_await make_directory(world.path("x/aa"));
        if constexpr (!World::simulated) co_await make_symbolic_link("nowhere", world.path("x/l"));
        const std::vector<directory_entry> some = co_await list_directory(world.path("x/"));
        CHECK(shown(some) == (World::simulated ? ".c a aa/ b" : ".c a aa/ b l@"));
        co_await remove_tree(world.path("x"));
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("directory: what cannot be listed is an error that names it", World, EVERY_DRIVER) {
    World world;
    world.make("file", "text");
    auto of = [&](std::string name) {
        return [&world, name] {
            return [](std::string path) -> task<> { co_await list_directory(path); }(world.path(name));
        };
    };
    CHECK(refused(world.home, of("missing")) == ENOENT);
    CHECK(refused(world.home, of("file")) == ENOTDIR);
    CHECK(refused(world.home, of(std::string("a\0b", 3))) == EINVAL);
    try {
        world.home.run_until(of("missing")());
    } catch (const error& e) {
        CHECK(std::string(e.what()).find("list_directory(" + world.path("missing") + ")") !=
              std::string::npos);
    }
}

TEST_CASE("directory: 20,000 names are all there") {
    on_files<epoll_world> world;
    for (int i = 0; i != 20'000; ++i)
        REQUIRE(::close(::creat(world.path(std::to_string(i)).c_str(), 0600)) == 0);
    auto main = [&]() -> task<> {
        const std::vector<directory_entry> all = co_await list_directory(world.path(""));
        CHECK(all.size() == 20'000);
        CHECK(std::ranges::is_sorted(all, {}, &directory_entry::name));
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("directory: make_directories makes what is missing, and is content with what is there",
                   World, EVERY_DRIVER) {
    World world;
    world.make("file", "text");
    auto main = [&]() -> task<> {
        co_await make_directories(world.path("a/b//c/"));
        co_await make_directories(world.path("a/b/c"));
        const std::vector<directory_entry> in = co_await list_directory(world.path("a/b"));
        CHECK(shown(in) == "c/");
    };
    world.home.run_until(main());
    auto over = [&] { return make_directories(world.path("file/x")); };
    CHECK(refused(world.home, over) == ENOTDIR);
    auto same = [&] { return make_directories(world.path("file")); };
    CHECK(refused(world.home, same) == ENOTDIR);
    auto none = [] { return make_directories(""); };
    CHECK(refused(world.home, none) == ENOENT);
    world.home.run_until(remove_tree(world.path("a")));
}

TEST_CASE_TEMPLATE("directory: remove_tree removes all of it, however deep, and counts", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        co_await plant(world.path("t"), 100); // deeper than descriptors are held for
        CHECK(co_await remove_tree(world.path("t")) == 301);
    };
    world.home.run_until(main());
    auto again = [&] {
        return [](std::string path) -> task<> { co_await remove_tree(path); }(world.path("t"));
    };
    CHECK(refused(world.home, again) == ENOENT);
    world.make("file", "text");
    auto no_directory = [&] {
        return [](std::string path) -> task<> { co_await remove_tree(path); }(world.path("file"));
    };
    CHECK(refused(world.home, no_directory) == ENOTDIR);
    CHECK(world.content("file") == "text");
}

TEST_CASE_TEMPLATE("directory: remove_tree follows no link out of the tree, nor one to it", World,
                   on_files<epoll_world>, on_files<uring_world>) {
    World world;
    auto main = [&]() -> task<> {
        co_await make_directories(world.path("kept/inner"));
        co_await write_file(world.path("kept/inner/text"), "kept");
        co_await make_directory(world.path("t"));
        co_await make_symbolic_link(world.path("kept"), world.path("t/out"));
        co_await make_symbolic_link("t", world.path("to_t"));
        CHECK(co_await remove_tree(world.path("t")) == 2);
    };
    world.home.run_until(main());
    CHECK(world.content("kept/inner/text") == "kept");
    auto by_link = [&] {
        return [](std::string path) -> task<> { co_await remove_tree(path); }(world.path("kept_link"));
    };
    std::filesystem::create_directory_symlink(world.path("kept"), world.path("kept_link"));
    CHECK(refused(world.home, by_link) == ENOTDIR);
    CHECK(world.content("kept/inner/text") == "kept");
}

TEST_CASE("directory: while parts of the tree are replaced by links, at whatever moment, nothing outside is "
          "touched") {
    for (int moment = 0; moment < 600; moment += 23) { // 40 deep: the way back is by "..", too
        on_files<epoll_world> world;
        std::filesystem::create_directory(world.path("kept"));
        world.make("kept/text", "kept");
        auto removes = [&]() -> task<> {
            try {
                co_await remove_tree(world.path("t"));
            } catch (const error&) {
                // it may say that the tree was moved
            }
        };
        auto replaces = [&]() -> task<> {
            for (int i = 0; i != moment; ++i) co_await round_trip();
            std::error_code ignored;
            std::filesystem::rename(world.path("t/d/d/d"), world.path("away"), ignored);
            std::filesystem::create_directory_symlink(world.path("kept"), world.path("t/d/d/d"), ignored);
        };
        auto main = [&]() -> task<> {
            co_await plant(world.path("t"), 40);
            co_await when_all(removes(), replaces());
        };
        world.home.run_until(main());
        CHECK(world.content("kept/text") == "kept");
    }
}

TEST_CASE("directory: whichever operation of a removal fails, nothing stays open, and the error says where") {
    auto operations = [] {
        simulated_world world;
        world.home.run_until(plant("t", 3));
        const std::uint64_t before = world.io.submitted();
        world.home.run_until(remove_tree("t"));
        return world.io.submitted() - before;
    }();
    CHECK(operations > 20);
    for (std::uint64_t n = 1; n <= operations; ++n) {
        simulated_world world;
        world.home.run_until(plant("t", 3));
        world.io.fail_operation(n, EIO);
        std::string said;
        try {
            world.home.run_until(remove_tree("t"));
        } catch (const error& e) {
            said = e.what();
        }
        CHECK_MESSAGE(said.find("errno 5") != std::string::npos, n, ": ", said);
        CHECK(world.io.open_descriptors() == 0);
        CHECK(world.io.in_progress() == 0);
    }
}

TEST_CASE_TEMPLATE("directory: a temporary one is gone after its block, whatever ended that", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        std::set<std::string> names;
        for (const bool fails : {false, true}) {
            std::string name;
            bool thrown = false;
            auto block = [&](const std::string& where) -> task<> {
                name = where;
                co_await plant(where + "/x", 2);
                if (fails) throw std::runtime_error("in the block");
            };
            try {
                co_await async_with(temporary_directory("t-", world.path("")), block);
            } catch (const std::runtime_error& e) {
                thrown = std::string(e.what()) == "in the block";
            }
            CHECK(thrown == fails);
            CHECK(name.starts_with(world.path("")));
            const std::vector<directory_entry> left = co_await list_directory(world.path(""));
            CHECK(shown(left).find("t-") == std::string::npos);
        }
        cancel_scope scope;
        auto cancels = [&](const std::string& where) -> task<> {
            co_await write_file(where + "/a", "text");
            scope.cancel();
            co_await sleep(1h);
        };
        CHECK_FALSE(co_await scope.run(async_with(temporary_directory("t-", world.path("")), cancels)));
        const std::vector<directory_entry> left = co_await list_directory(world.path(""));
        CHECK(shown(left).find("t-") == std::string::npos);
    };
    world.home.run_until(main());
    auto slash = [] {
        return [](std::string prefix) -> task<> {
            auto none = [](const std::string&) -> task<> { co_return; };
            co_await async_with(temporary_directory(prefix), none);
        }("a/b");
    };
    CHECK(refused(world.home, slash) == EINVAL);
}
