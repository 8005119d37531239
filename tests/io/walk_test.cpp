// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/walk.hpp>

#include "files.hpp"

#include <rondo/io/directory.hpp>
#include <rondo/io/whole_file.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

using namespace drivers;

#define EVERY_DRIVER                                                                                         \
    on_files<epoll_world>, on_files<uring_world>, on_files<simulated_world>, on_files<slow_world>

namespace {

template <class World>
void plant(World& world, std::initializer_list<std::string> names) {
    auto main = [&]() -> task<> {
        for (const std::string& name : names) {
            const std::string path = world.path(name);
            co_await make_directories(path.substr(0, path.rfind('/')));
            if (!name.ends_with('/')) co_await write_file(path, name, {.durable = false});
        }
    };
    world.home.run_until(main());
}

// The paths from the world's directory on, the type behind, and the errors.
template <class World>
std::string walked(World& world, const std::string& root, walk_options options = {},
                   std::string_view closed = "-") {
    std::string all;
    auto main = [&]() -> task<> {
        auto tree = walk(world.path(root), options);
        while (auto each = co_await tree.next()) {
            all += all.empty() ? "" : " ";
            all += each->path.substr(world.path("").size());
            if (each->type == file_type::directory) all += '/';
            if (each->type == file_type::symbolic_link) all += '@';
            if (each->error != 0) all += "!" + std::to_string(each->error);
            if (each->name() == closed) each->enter = false;
        }
    };
    world.home.run_until(main());
    return all;
}

template <class World>
std::string globbed(World& world, const std::string& pattern) {
    std::string all;
    auto main = [&]() -> task<> {
        auto paths = glob(world.path(pattern));
        while (auto each = co_await paths.next())
            all += (all.empty() ? "" : " ") + each->substr(world.path("").size());
    };
    world.home.run_until(main());
    return all;
}

} // namespace

TEST_CASE_TEMPLATE("walk: depth first, each directory before what lies in it, names in order", World,
                   EVERY_DRIVER) {
    World world;
    plant(world, {"r/b/2", "r/b/1", "r/a", "r/c/d/e/3", "r/.h", "r/empty/"});
    CHECK(walked(world, "r") == "r/ r/.h r/a r/b/ r/b/1 r/b/2 r/c/ r/c/d/ r/c/d/e/ r/c/d/e/3 r/empty/");
    CHECK(walked(world, "r", {.max_depth = 1}) == "r/ r/.h r/a r/b/ r/c/ r/empty/");
    CHECK(walked(world, "r", {.max_depth = 0}) == "r/");
    CHECK(walked(world, "r/a") == "r/a");
    CHECK(walked(world, "r", {}, "c") == "r/ r/.h r/a r/b/ r/b/1 r/b/2 r/c/ r/empty/");
    CHECK(walked(world, "r", {}, "r") == "r/");
    CHECK(walked(world, "r", {}, "empty") == walked(world, "r"));
    std::string unsorted = walked(world, "r", {.sorted = false});
    CHECK(unsorted.size() == walked(world, "r").size());
    world.home.run_until(remove_tree(world.path("r")));
}

TEST_CASE_TEMPLATE("walk: a root that is not there is an error that names it, whatever the policy", World,
                   EVERY_DRIVER) {
    World world;
    for (const walk_errors policy : {walk_errors::stop, walk_errors::give, walk_errors::skip}) {
        std::string said;
        try {
            walked(world, "missing", {.errors = policy});
        } catch (const error& e) {
            said = e.what();
            CHECK(e.number() == ENOENT);
        }
        CHECK(said.find("walk(" + world.path("missing") + ")") != std::string::npos);
    }
    CHECK_THROWS_AS(walked(world, std::string("a\0b", 3)), error);
}

TEST_CASE_TEMPLATE(
    "walk: a tree larger than one operation takes, with directories left out, is as a recursion sees it",
    World, on_files<epoll_world>, on_files<simulated_world>) {
    std::mt19937 lots(7);
    World world;
    std::map<std::string, bool> tree{{"r", true}}; // a directory?
    for (int i = 0; i != 9000; ++i) {
        auto at = tree.begin();
        std::advance(at, static_cast<long>(lots() % tree.size()));
        if (!at->second) continue;
        const bool directory = lots() % 5 == 0;
        tree.emplace(at->first + "/" + std::to_string(lots() % 40) + (directory ? "d" : ""), directory);
    }
    auto make_all = [&]() -> task<> {
        for (const auto& [name, directory] : tree) {
            if (directory)
                co_await make_directories(world.path(name));
            else
                world.make(name, "");
        }
    };
    world.home.run_until(make_all());
    CHECK(tree.size() > 1500);
    // The order of a walk is that of the paths, a slash being less than all else.
    std::vector<std::string> wanted;
    for (const auto& [name, directory] : tree)
        if (name.find("/7d/") == name.npos) wanted.push_back(name + (directory ? "/" : ""));
    std::ranges::sort(wanted, [](std::string_view a, std::string_view b) {
        if (a.ends_with('/')) a.remove_suffix(1);
        if (b.ends_with('/')) b.remove_suffix(1);
        return std::ranges::lexicographical_compare(
            a, b, {}, [](char c) { return c == '/' ? '\0' : c; }, [](char c) { return c == '/' ? '\0' : c; });
    });
    std::string all;
    for (const std::string& each : wanted) all += (all.empty() ? "" : " ") + each;
    CHECK((walked(world, "r", {}, "7d") == all));
    world.home.run_until(remove_tree(world.path("r")));
}

TEST_CASE_TEMPLATE(
    "walk: links are shown; entered when asked; one that leads above itself is told, not followed", World,
    on_files<epoll_world>, on_files<uring_world>) {
    World world;
    plant(world, {"r/a/1", "r/b/2"});
    std::filesystem::create_symlink("../b", world.path("r/a/to_b"));
    std::filesystem::create_symlink("..", world.path("r/b/up"));
    std::filesystem::create_symlink("nowhere", world.path("r/dead"));
    std::filesystem::create_symlink("a/1", world.path("r/file"));
    CHECK(walked(world, "r") == "r/ r/a/ r/a/1 r/a/to_b@ r/b/ r/b/2 r/b/up@ r/dead@ r/file@");
    const std::string loops = "!" + std::to_string(ELOOP);
    CHECK(walked(world, "r", {.follow_links = true, .errors = walk_errors::give}) ==
          "r/ r/a/ r/a/1 r/a/to_b/ r/a/to_b/2 r/a/to_b/up/" + loops + " r/b/ r/b/2 r/b/up/" + loops +
              " r/dead@ r/file");
    CHECK(walked(world, "r", {.follow_links = true, .errors = walk_errors::skip}) ==
          "r/ r/a/ r/a/1 r/a/to_b/ r/a/to_b/2 r/b/ r/b/2 r/dead@ r/file");
    CHECK_THROWS_WITH_AS(walked(world, "r", {.follow_links = true}), doctest::Contains("r/a/to_b/up"), error);
    // The root may be a link; what is walked is where it leads.
    std::filesystem::create_symlink("r/b", world.path("root"));
    CHECK(walked(world, "root") == "root/ root/2 root/up@");
}

TEST_CASE("walk: a directory that may not be read is an error of its entry, by the policy") {
    on_files<simulated_world> world; // as root may read everything, the world refuses
    plant(world, {"r/a/1", "r/b/2"});
    world.driver_in_use().fail_operation(1, EACCES);
    CHECK_THROWS_AS(walked(world, "r", {.errors = walk_errors::skip}), error); // the whole operation
    CHECK(walked(world, "r") == "r/ r/a/ r/a/1 r/b/ r/b/2");
    world.home.run_until(remove_tree(world.path("r")));
}

TEST_CASE("walk: cancelled, or closed in the middle, it leaves nothing behind") {
    on_files<slow_world> world;
    plant(world, {"r/a/1", "r/b/2"});
    auto main = [&]() -> task<> {
        cancel_scope scope;
        auto reads = [&]() -> task<> {
            auto tree = walk(world.path("r"));
            scope.cancel();
            co_await tree.next();
        };
        CHECK_FALSE(co_await scope.run(reads()));
        auto tree = walk(world.path("r"));
        co_await tree.next();
        co_await tree.close();
    };
    world.home.run_until(main());
    world.home.run_until(remove_tree(world.path("r")));
}

TEST_CASE_TEMPLATE("glob: names fit as a shell's do, in order", World, EVERY_DRIVER) {
    World world;
    plant(world, {"a.txt", "b.txt", "c.log", ".h.txt", "d/e.txt", "d/f/g.txt", "d/.hidden/x.txt", "[x]"});
    CHECK(globbed(world, "*.txt") == "a.txt b.txt");
    CHECK(globbed(world, "?.txt") == "a.txt b.txt");
    CHECK(globbed(world, "[!a].txt") == "b.txt");
    CHECK(globbed(world, "[a-b].*") == "a.txt b.txt");
    CHECK(globbed(world, ".*.txt") == ".h.txt");
    CHECK(globbed(world, "**/*.txt") == "a.txt b.txt d/e.txt d/f/g.txt");
    CHECK(globbed(world, "d/**") == "d/e.txt d/f d/f/g.txt");
    CHECK(globbed(world, "*/") == "d/");
    CHECK(globbed(world, "d/*/") == "d/f/");
    CHECK(globbed(world, "*/e.txt") == "d/e.txt");
    CHECK(globbed(world, "a.txt") == "a.txt");
    CHECK(globbed(world, "no.txt") == "");
    CHECK(globbed(world, "no/*") == "");
    CHECK(globbed(world, "a.txt/*") == "");
    CHECK(globbed(world, "[[]x]") == "[x]");
    world.home.run_until(remove_tree(world.path("d")));
}
