// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/watch.hpp>

#include "files.hpp"

#include <rondo/io/directory.hpp>

#include <doctest/doctest.h>

using namespace drivers;

#define EVERY_DRIVER on_files<epoll_world>, on_files<uring_world>

namespace {

std::string shown(const watch_event& event) {
    std::string all = event.name.empty() ? "." : event.name;
    const auto add = [&](change one, const char* word) {
        if (event.has(one)) all += std::string(" ") + word;
    };
    add(change::created, "created");
    add(change::modified, "modified");
    add(change::written, "written");
    add(change::moved_from, "from");
    add(change::moved_to, "to");
    add(change::removed, "removed");
    add(change::self_removed, "self_removed");
    add(change::no_longer, "no_longer");
    add(change::is_directory, "dir");
    return all;
}

} // namespace

TEST_CASE_TEMPLATE("watch: what happens in a directory is told, in order", World, EVERY_DRIVER) {
    World world;
    std::filesystem::create_directory(world.path("w"));
    auto main = [&]() -> task<> {
        watcher at;
        at.add(world.path("w"));
        world.make("w/a", "text");
        std::filesystem::create_directory(world.path("w/d"));
        std::filesystem::rename(world.path("w/a"), world.path("w/b"));
        std::filesystem::remove_all(world.path("w"));
        std::uint32_t cookie = 0;
        for (const char* wanted :
             {"a created", "a modified", "a written", "d created dir", "a from", "b to"}) {
            const std::optional<watch_event> event = co_await at.next();
            REQUIRE(event);
            CHECK(shown(*event) == wanted);
            CHECK(event->path == world.path("w"));
            if (event->has(change::moved_from)) cookie = event->cookie;
            if (event->has(change::moved_to)) CHECK(event->cookie == cookie);
        }
        CHECK(cookie != 0);
        std::string rest;
        while (at.watched() != 0) {
            const std::optional<watch_event> event = co_await at.next();
            if (!event->has(change::attributes)) rest += shown(*event) + ",";
        }
        CHECK(rest.find("b removed,") != rest.npos);
        CHECK(rest.find("d removed dir,") != rest.npos);
        CHECK(rest.ends_with(". self_removed,. no_longer,"));
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("watch: only what was asked for, until it is removed", World, EVERY_DRIVER) {
    World world;
    world.make("a", "");
    auto main = [&]() -> task<> {
        watcher at;
        at.add(world.path("a"), change::written);
        at.add(world.path(""), change::created);
        world.make("a", "text");
        world.make("b", "text");
        const std::optional<watch_event> written = co_await at.next();
        CHECK(shown(*written) == ". written");
        const std::optional<watch_event> made = co_await at.next();
        CHECK(shown(*made) == "b created");
        at.remove(world.path(""));
        world.make("c", "");
        const std::optional<watch_event> last = co_await at.next();
        CHECK(shown(*last) == ". no_longer");
        CHECK(at.watched() == 1);
        CHECK_THROWS_AS(at.remove(world.path("")), error);
        CHECK_THROWS_AS(at.remove("never"), error);
    };
    world.home.run_until(main());
}

TEST_CASE("watch: what cannot be watched is an error that names it") {
    watcher at;
    CHECK_THROWS_WITH_AS(at.add("/nowhere/at/all"), doctest::Contains("watcher::add(/nowhere/at/all)"),
                         error);
    CHECK_THROWS_AS(at.add("/tmp", change::none), error);
    CHECK_THROWS_AS(at.add("/tmp", change::overflow), error);
    CHECK_THROWS_AS(at.add(std::string("a\0b", 3)), error);
    CHECK(at.watched() == 0);
}

TEST_CASE_TEMPLATE("watch: a wait that is cancelled loses no event, and one that comes later wakes it", World,
                   EVERY_DRIVER) {
    World world;
    auto main = [&]() -> task<> {
        watcher at;
        at.add(world.path(""), change::created);
        cancel_scope scope;
        auto waits = [&](task_group& group) -> task<> {
            group.spawn([&]() -> task<> { CHECK_FALSE(co_await scope.run(at.next())); });
            co_await round_trip();
            scope.cancel();
            world.make("a", "");
        };
        co_await with_task_group(waits);
        const std::optional<watch_event> event = co_await at.next();
        CHECK(shown(*event) == "a created");
        auto later = [&](task_group& group) -> task<> {
            group.spawn([&]() -> task<> {
                const std::optional<watch_event> next = co_await at.next();
                CHECK(shown(*next) == "b created");
            });
            co_await round_trip();
            world.make("b", "");
        };
        co_await with_task_group(later);
    };
    world.home.run_until(main());
}

TEST_CASE("watch: more events than the system keeps are told as an overflow, once") {
    on_files<epoll_world> world;
    std::ifstream limit("/proc/sys/fs/inotify/max_queued_events");
    int most = 16384;
    limit >> most;
    if (most > 100'000) return;
    auto main = [&]() -> task<> {
        watcher at;
        at.add(world.path(""), change::created | change::removed);
        for (int i = 0; i != most; i += 1) {
            const std::string name = world.path(i % 2 == 0 ? "a" : "b"); // two of the same are told as one
            REQUIRE(::close(::creat(name.c_str(), 0600)) == 0);
            REQUIRE(::unlink(name.c_str()) == 0);
        }
        int told = 0;
        int overflows = 0;
        while (overflows == 0) {
            const std::optional<watch_event> event = co_await at.next();
            if (event->has(change::overflow)) {
                ++overflows;
                CHECK(event->path.empty());
            } else {
                ++told;
            }
        }
        CHECK(told == most);
        world.make("c", "");
        const std::optional<watch_event> after = co_await at.next();
        CHECK(shown(*after) == "c created");
    };
    world.home.run_until(main());
}
