// SPDX-License-Identifier: BSL-1.0
//
// Files that are followed by name, on every driver: appended to, cut, rotated, missing.
#include <rondo/io/follow.hpp>

#include "streams.hpp"

#include <sys/stat.h>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

namespace {

std::string word_of(const followed& news) {
    if (news.what == followed::kind::truncated) return "[truncated]";
    if (news.what == followed::kind::rotated) return "[rotated]";
    CHECK(has_zeros_behind(news.data));
    return std::string(news.data.text());
}

/// What happens, until so much was said.
task<std::string> until_said(file_follower& log, std::string_view end) {
    std::string said;
    while (!said.ends_with(end)) {
        const std::optional<followed> news = co_await log.next();
        REQUIRE(news.has_value());
        said += word_of(*news);
        if (said.size() > 1'000'000) break;
    }
    co_return said;
}

/// Does so much while somebody waits for `end`, step by step, each once the one before may have been seen.
template <class... Steps>
task<std::string> meanwhile(file_follower& log, std::string end, Steps... steps) {
    constexpr bool waits_for_file = sizeof...(Steps) == 1;
    std::string said;
    auto body = [&](task_group& group) -> task<> {
        auto reads = [](file_follower& from, std::string last, std::string& to) -> task<> {
            to = co_await until_said(from, last);
        };
        group.spawn(reads, std::ref(log), end, std::ref(said));
        while (waits_for_file && !log.is_open()) co_await round_trip();
        for (int i = 0; i != 20; ++i) co_await round_trip();
        (steps(), ...);
    };
    co_await with_task_group(body);
    co_return said;
}

} // namespace

TEST_CASE_TEMPLATE("follow: gives what there is, and then what is appended, as it comes", World, MACHINE) {
    World world;
    const std::string path = world.path("log");
    world.make("log", "one\n");
    auto main = [&]() -> task<> {
        file_follower log = follow(path, {.block_bytes = 4096});
        const std::string first = co_await until_said(log, "one\n");
        CHECK(first == "one\n");
        CHECK(log.offset() == 4);
        CHECK(log.word() == "");
        const std::string more = co_await meanwhile(log, "two\n", [&] { append(path, "two\n"); });
        CHECK(more == "two\n");
        const std::string large = text_of(100'000) + "end\n";
        const std::string all = co_await meanwhile(log, "end\n", [&] { append(path, large); });
        CHECK((all == large));
        file_follower later = follow(path, {.from_end = true});
        const std::string rest = co_await meanwhile(later, "three\n", [&] { append(path, "three\n"); });
        CHECK(rest == "three\n");
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("follow: a file that is renamed is read to its end, and then the one that has its name",
                   World, MACHINE) {
    World world;
    const std::string path = world.path("log");
    world.make("log", "old\n");
    auto main = [&]() -> task<> {
        file_follower log = follow(path);
        const std::string first = co_await until_said(log, "old\n");
        CHECK(first == "old\n");
        const auto rotate = [&] {
            append(path, "last\n");
            std::filesystem::rename(path, path + ".1");
            append(path + ".1", "very last\n"); // by who has it open
            append(path, "new\n");
        };
        const std::string said = co_await meanwhile(log, "new\n", rotate);
        CHECK(said == "last\nvery last\n[rotated]new\n");
        // Again, and with a gap in which there is none of that name.
        std::filesystem::rename(path, path + ".2");
        const std::string again = co_await meanwhile(log, "newer\n", [&] { append(path, "newer\n"); });
        CHECK(again == "[rotated]newer\n");
        // Removed, and made again; what the number of its file is may be the same.
        std::filesystem::remove(path);
        append(path + ".keep", "x");
        const std::string made = co_await meanwhile(log, "made\n", [&] { append(path, "made\n"); });
        CHECK(made == "[rotated]made\n");
        // Replaced at once by another, as editors do.
        append(path + ".new", "replaced\n");
        const std::string put =
            co_await meanwhile(log, "replaced\n", [&] { std::filesystem::rename(path + ".new", path); });
        CHECK(put == "[rotated]replaced\n");
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("follow: a file that is cut is read from its beginning", World, MACHINE) {
    World world;
    const std::string path = world.path("log");
    world.make("log", "a long line\n");
    auto main = [&]() -> task<> {
        file_follower log = follow(path);
        const std::string first = co_await until_said(log, "line\n");
        const std::string said = co_await meanwhile(log, "short\n", [&] {
            std::filesystem::resize_file(path, 0);
            append(path, "short\n");
        });
        CHECK(said == "[truncated]short\n");
        CHECK(log.offset() == 6);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("follow: a file that is missing is waited for, and so is its directory", World, MACHINE) {
    World world;
    auto main = [&]() -> task<> {
        file_follower log = follow(world.path("late"));
        const std::string said = co_await meanwhile(
            log, "here\n", [&] { append(world.path("other"), "x"); },
            [&] { append(world.path("late"), "here\n"); });
        CHECK(said == "here\n");
    };
    world.home.run_until(main());
    world.home.run_until_idle();
}

TEST_CASE_TEMPLATE("follow: where nobody tells it is looked at now and then", World,
                   on_files<simulated_world>, on_files<slow_world>) {
    World world;
    const std::string path = world.path("log");
    auto main = [&]() -> task<> {
        file_follower log = follow(path, {.from_end = true, .look_every = 5s});
        auto writes = [](World& in) -> task<> {
            co_await sleep(12s);
            in.make("log", "one\n");
            co_await sleep(10s);
            in.make("log", "one\ntwo\n");
            co_await sleep(10s);
            in.make("log", "cut");
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(writes, std::ref(world));
            const std::string said = co_await until_said(log, "cut");
            CHECK(said == "one\ntwo\n[truncated]cut"); // all of it: it was not there at first
        };
        co_await with_task_group(body);
        CHECK(log.word().find("looked at now and then: ") == 0);
    };
    world.home.run_until(main());
    CHECK(world.time.now() >= instant(32s));
    CHECK(world.time.now() <= instant(40s));
}

TEST_CASE_TEMPLATE("follow: cancelled it loses nothing, and what cannot be followed is an error that says so",
                   World, MACHINE) {
    World world;
    const std::string path = world.path("log");
    world.make("log", "one\n");
    REQUIRE(::mkfifo(world.path("fifo").c_str(), 0600) == 0);
    auto main = [&]() -> task<> {
        file_follower log = follow(path);
        const std::string first = co_await until_said(log, "one\n");
        for (int i = 0; i != 10; ++i) {
            cancel_scope scope;
            auto body = [&](task_group& group) -> task<> {
                auto canceller = [](cancel_scope& which, int after) -> task<> {
                    for (int n = 0; n != after; ++n) co_await round_trip();
                    which.cancel();
                };
                group.spawn(canceller, std::ref(scope), i);
                auto next = log.next();
                CHECK_FALSE(co_await scope.run(std::move(next)));
            };
            co_await with_task_group(body);
        }
        const std::string more = co_await meanwhile(log, "two\n", [&] { append(path, "two\n"); });
        CHECK(more == "two\n");
        for (const auto& [name, number] : {std::pair("fifo", ESPIPE), std::pair("", EISDIR)}) {
            file_follower wrong = follow(world.path(name));
            std::string said;
            int refused = 0;
            try {
                co_await wrong.next();
            } catch (const error& e) {
                said = e.what();
                refused = e.number();
            }
            CHECK(refused == number);
            CHECK(said.find("follow(" + world.path(name) + "): ") == 0);
        }
    };
    world.home.run_until(main());
}
