// SPDX-License-Identifier: BSL-1.0
//
// Cancellation may strike a program with children after any turn of its loop. Real children need a real clock, so that
// cancel_everywhere, which has its own, does not fit: here the turns are counted.
#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/lines.hpp>
#include <rondo/os/process.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <dirent.h>
#include <string>
#include <sys/wait.h>
#include <vector>

using namespace rondo;

namespace {

std::size_t open_descriptors() {
    std::size_t count = 0;
    DIR* const all = ::opendir("/proc/self/fd");
    while (::readdir(all)) ++count;
    ::closedir(all);
    return count;
}

bool has_children() {
    const pid_t found = ::waitpid(-1, nullptr, WNOHANG);
    return found >= 0 || errno != ECHILD;
}

/// Runs `program()` again and again, cancelled after 0, 1, 2 … turns, until it ends before. Returns: how often that was.
template <class Program>
int cancelled_after_each_turn(Program program) {
    { // a thread keeps its ring for the next loop
        const auto io = best_driver();
        loop first({.io = io.get()});
    }
    for (int turns = 0;; ++turns) {
        const std::size_t before = open_descriptors();
        bool ended = false;
        {
            const auto io = best_driver();
            loop home({.io = io.get()});
            auto main = home.root().spawn(program());
            for (int i = 0; i != turns && !main.done(); ++i) home.run_once(true);
            ended = main.done();
            main.cancel();
            home.run_until_idle();
            CHECK(main.done());
        }
        INFO("after ", turns, " turns");
        CHECK_FALSE(has_children());
        CHECK(open_descriptors() == before);
        if (ended) return turns;
        REQUIRE(turns < 10'000);
    }
}

} // namespace

TEST_CASE("process: cancelled after any turn, no child, no zombie and no descriptor is left") {
    auto talk = []() -> task<> {
        std::vector<std::string> command{"cat"};
        spawn_options how;
        how.input = stdio::pipe;
        how.output = stdio::pipe;
        process child = spawn(std::move(command), how);
        const std::string said = "one\ntwo\n";
        const std::span<const std::byte> bytes = std::as_bytes(std::span(said));
        co_await child.input.write_all(bytes);
        co_await child.input.close();
        lines out(std::move(child.output));
        while (co_await out.next()) {
        }
        co_await child.wait();
    };
    CHECK(cancelled_after_each_turn([&] { return talk(); }) > 3);
}

TEST_CASE("run_process: cancelled after any turn, nothing is left") {
    auto run = []() -> task<> {
        std::vector<std::string> command{"sh", "-c", "cat; echo done >&2"};
        process_options how;
        how.input = std::string(200'000, 'x'); // more than pipes hold
        const finished_process all = co_await run_process(std::move(command), how);
        CHECK(all.output.size() == 200'000);
    };
    CHECK(cancelled_after_each_turn([&] { return run(); }) > 5);
}

TEST_CASE("run_pipeline: cancelled after any turn, nothing is left") {
    auto run = []() -> task<> {
        std::vector<std::vector<std::string>> commands{{"cat"}, {"tr", "a", "b"}, {"sort"}};
        process_options how;
        how.input = "a\nc\na\n";
        const finished_process all = co_await run_pipeline(std::move(commands), how);
        CHECK(all.output == "b\nb\nc\n");
    };
    CHECK(cancelled_after_each_turn([&] { return run(); }) > 5);
}
