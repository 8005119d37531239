// SPDX-License-Identifier: BSL-1.0
//
// Many files at once, on every driver: all of each, in order, whatever their sizes, the depth and what cannot be read.
#include <rondo/io/read_files.hpp>

#include "streams.hpp"

#include <rondo/stream/per_item.hpp>
#include <rondo/stream/sinks.hpp>

#include <sys/stat.h>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

namespace {

std::string name_of(std::size_t number) { return "f" + std::to_string(number); }

int next_descriptor() {
    const int made = ::dup(0);
    ::close(made);
    return made;
}

} // namespace

TEST_CASE_TEMPLATE("read_files: gives all of every file, in order, at any depth", World, EVERY_DRIVER) {
    World world;
    constexpr std::size_t sizes[] = {0, 1, 4095, 4096, 16383, 16384, 16385, 70'000};
    std::vector<std::string> paths;
    for (std::size_t i = 0; i != 200; ++i) {
        world.make(name_of(i), text_of(sizes[i % 8]).substr(i % 3 == 0 ? 0 : i % 2));
        paths.push_back(world.path(name_of(i)));
    }
    for (const unsigned depth : {0U, 1U, 7U, 64U, 300U}) {
        auto main = [&]() -> task<> {
            file_contents files = read_files(paths, {.depth = depth});
            for (std::size_t i = 0; i != paths.size(); ++i) {
                std::optional<file_content> got = co_await files.next();
                REQUIRE(got.has_value());
                CHECK(got->path == paths[i]);
                CHECK((got->bytes == world.content(name_of(i))));
                CHECK(got->error == 0);
                CHECK(files.in_flight() <= std::max(depth, 1U));
            }
            const std::optional<file_content> end = co_await files.next();
            CHECK_FALSE(end.has_value());
            CHECK(files.refused() == 0);
        };
        world.home.run_until(main());
    }
}

TEST_CASE_TEMPLATE("read_files: what cannot be read is an error, is given, or is left out, as was asked",
                   World, EVERY_DRIVER) {
    World world;
    world.make("a", "first");
    world.make("z", "last");
    const std::vector<std::string> paths{world.path("a"), world.path("missing"), world.path(""),
                                         world.path("z"), std::string("a\0b", 3)};
    auto main = [&]() -> task<> {
        file_contents given = read_files(paths, {.errors = file_errors::give});
        std::string said;
        while (true) {
            std::optional<file_content> got = co_await given.next();
            if (!got) break;
            said += got->bytes + " " + std::to_string(got->error) + "; ";
        }
        CHECK(said == "first 0;  " + std::to_string(ENOENT) + ";  " + std::to_string(EISDIR) + "; last 0;  " +
                          std::to_string(EINVAL) + "; ");
        CHECK(given.refused() == 3);

        file_contents skipping = read_files(paths, {.errors = file_errors::skip});
        std::string all;
        while (true) {
            std::optional<file_content> got = co_await skipping.next();
            if (!got) break;
            all += got->bytes;
        }
        CHECK(all == "firstlast");
        CHECK(skipping.refused() == 3);

        file_contents stopping = read_files(paths);
        std::vector<std::string> errors;
        all.clear();
        while (true) {
            std::string refused;
            try {
                std::optional<file_content> got = co_await stopping.next();
                if (!got) break;
                all += got->bytes;
            } catch (const error& e) {
                refused = e.what();
            }
            if (!refused.empty()) errors.push_back(refused);
        }
        CHECK(all == "firstlast"); // asked again, it goes on
        REQUIRE(errors.size() == 3);
        CHECK(errors[0].find("read_files(" + world.path("missing") + "): [errno 2]") == 0);
        CHECK(errors[2].find("a path holds no NUL") != std::string::npos);
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("read_files: is a stream, and dropped early it leaves nothing", World, EVERY_DRIVER) {
    World world;
    std::vector<std::string> paths;
    for (std::size_t i = 0; i != 100; ++i) {
        world.make(name_of(i), name_of(i));
        paths.push_back(world.path(name_of(i)));
    }
    auto main = [&]() -> task<> {
        const auto size_of = [](file_content&& each) { return each.bytes.size(); };
        auto sizes = read_files(paths, {.depth = 16}) | map(size_of);
        std::size_t sum = 0;
        while (auto each = co_await sizes.next()) sum += *each;
        CHECK(sum == 10 * 2 + 90 * 3);
        file_contents dropped = read_files(paths, {.depth = 16});
        const std::optional<file_content> first = co_await dropped.next();
        CHECK(first->bytes == "f0");
    };
    world.home.run_until(main());
    world.home.run_until_idle();
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("read_files: a cancelled call loses no file", World, EVERY_DRIVER) {
    World world;
    std::vector<std::string> paths;
    for (std::size_t i = 0; i != 20; ++i) {
        world.make(name_of(i), text_of(i == 3 ? 50'000 : i));
        paths.push_back(world.path(name_of(i)));
    }
    auto main = [&]() -> task<> {
        file_contents files = read_files(paths, {.depth = 4});
        std::size_t count = 0;
        for (int attempts = 0; attempts != 2000; ++attempts) {
            cancel_scope scope;
            std::optional<std::optional<file_content>> got;
            auto body = [&](task_group& group) -> task<> {
                auto canceller = [](cancel_scope& which, int after) -> task<> {
                    for (int i = 0; i != after; ++i) co_await round_trip();
                    which.cancel();
                };
                if (attempts < 100) group.spawn(canceller, std::ref(scope), attempts % 40);
                auto next = files.next();
                got = co_await scope.run(std::move(next));
            };
            co_await with_task_group(body);
            if (!got) continue;
            if (!got->has_value()) break;
            CHECK(((*got)->path == paths[count]));
            CHECK(((*got)->bytes == text_of(count == 3 ? 50'000 : count)));
            ++count;
        }
        CHECK(count == paths.size());
    };
    world.home.run_until(main());
    CHECK(world.left() == 0);
}

TEST_CASE_TEMPLATE("read_files: files whose size lies, FIFOs, and links are read like others", World,
                   MACHINE) {
    World world;
    world.make("a", "text");
    REQUIRE(::symlink(world.path("a").c_str(), world.path("link").c_str()) == 0);
    REQUIRE(::mkfifo(world.path("fifo").c_str(), 0600) == 0);
    auto main = [&]() -> task<> {
        file_contents files =
            read_files({"/proc/self/status", world.path("link"), world.path("fifo"), "/dev/null"});
        const std::optional<file_content> status = co_await files.next();
        CHECK(status->bytes.find("Threads:") != std::string::npos);
        const std::optional<file_content> link = co_await files.next();
        CHECK(link->bytes == "text");
        const std::optional<file_content> fifo = co_await files.next();
        CHECK(fifo->bytes.empty()); // nobody writes: not waited for
        const std::optional<file_content> null = co_await files.next();
        CHECK(null->bytes.empty());
    };
    world.home.run_until(main());
}

TEST_CASE("read_files: on a ring no file takes a descriptor of the process, and any number is read") {
    on_files<uring_world> world;
    if (std::string(world.driver_of().name()) != "io_uring") return;
    world.make("a", text_of(1000));
    const std::vector<std::string> paths(5000, world.path("a"));
    auto main = [&]() -> task<> {
        const int before = next_descriptor();
        file_contents files = read_files(paths, {.depth = 256});
        std::size_t all = 0;
        while (true) {
            std::optional<file_content> got = co_await files.next();
            if (!got) break;
            all += got->bytes.size();
            if (all % 100'000 == 0) CHECK(next_descriptor() == before);
        }
        CHECK(all == 5'000'000);
        CHECK(files.in_flight() == 0);
    };
    world.home.run_until(main());
}

TEST_CASE("read_files: whichever operation fails, that file is refused or read the long way, and no other") {
    for (const int number : {EIO, EMFILE, EINTR, EAGAIN}) {
        for (std::uint64_t n = 1; n != 10; ++n) {
            on_files<simulated_world> world;
            std::vector<std::string> paths;
            for (std::size_t i = 0; i != 8; ++i) {
                world.make(name_of(i), name_of(i));
                paths.push_back(world.path(name_of(i)));
            }
            world.io.fail_operation(n, number);
            std::size_t right = 0;
            std::size_t refused = 0;
            auto main = [&]() -> task<> {
                file_contents files = read_files(paths, {.depth = 3, .errors = file_errors::give});
                while (true) {
                    std::optional<file_content> got = co_await files.next();
                    if (!got) break;
                    if (got->error == number)
                        ++refused;
                    else
                        right += world.path(got->bytes) == got->path;
                }
            };
            world.home.run_until(main());
            const bool again = number == EINTR || number == EAGAIN;
            CHECK(refused == (n <= 8 && !again ? 1 : 0));
            CHECK(right == 8 - refused);
        }
    }
}
