// SPDX-License-Identifier: BSL-1.0
//
// Every body of this room again and again, with its n-th operation failing in each way, for every n: it ends, by itself or by
// that error, and nothing is left under way or open.
#include <rondo/base/unraisable.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/file_writer.hpp>
#include <rondo/io/read_files.hpp>
#include <rondo/io/to_thread.hpp>
#include <rondo/io/walk.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/with/async_with.hpp>

#include "streams.hpp"

#include <sys/uio.h>

using namespace drivers;

namespace {

task<> reads_whole() { static_cast<void>(co_await read_file("dir/large")); }
task<> replaces() { co_await write_file("dir/a", text_of(20'000)); }
task<> copies() { static_cast<void>(co_await copy_file("dir/large", "dir/copy")); }
task<> streams() {
    file_stream from("dir/large", {.block_bytes = 8192, .ahead = 3});
    while (true) {
        const std::optional<block> next = co_await from.next_block();
        if (!next) break;
    }
}
task<> exports() {
    file_writer to("dir/out", {.block_bytes = 4096, .ahead = 3, .durable = true, .expected_bytes = 50'000});
    for (int i = 0; i != 10; ++i) co_await to.write("a line of the export, and another one\n");
    const std::string text = text_of(30'000);
    co_await to.write(text);
    co_await to.finish();
}
task<> reads_many() {
    const std::vector<std::string> paths{"dir/a", "dir/large", "dir/b", "dir/a", "dir/b"};
    file_contents files = read_files(paths, {.depth = 2});
    while (true) {
        std::optional<file_content> each = co_await files.next();
        if (!each) break;
    }
}
task<> uses_a_file() {
    const open_options how{.write = true, .create = true, .truncate = true};
    file f = co_await open_file("dir/f", how);
    co_await f.try_lock();
    const std::string text = text_of(5000);
    const auto bytes = std::as_bytes(std::span(text));
    co_await f.write_all(bytes, 0);
    co_await f.allocate(0, 10'000);
    co_await f.truncate(6000);
    std::string back(5000, '\0');
    co_await f.read_exact(std::as_writable_bytes(std::span(back)), 0);
    iovec pieces[2] = {{back.data(), 10}, {back.data() + 10, 20}};
    co_await f.write_vector_at(pieces, 0);
    co_await f.datasync();
    const file_status about = co_await f.stat();
    CHECK(about.size == 6000);
    co_await f.unlock();
    co_await f.close();
    co_await rename_path("dir/f", "dir/g");
    co_await link_path("dir/g", "dir/h");
    co_await unlink_path("dir/h");
}
task<> lists() {
    static_cast<void>(co_await list_directory("dir"));
    auto tree = walk("dir");
    while (auto each = co_await tree.next()) static_cast<void>(each->depth);
    co_await tree.close();
    auto found = glob("dir/**/*");
    while (auto each = co_await found.next()) static_cast<void>(each->size());
    co_await found.close();
}
task<> in_directories() {
    co_await make_directories("dir/x/y/z");
    co_await write_file("dir/x/y/z/file", "text", {.durable = false});
    co_await remove_tree("dir/x");
    auto body = [](const std::string& where) -> task<> { co_await write_file(where + "/t", "t"); };
    co_await async_with(temporary_directory("t-", "dir/"), body);
}
task<> calls() {
    const int seven = co_await to_thread([] { return 7; });
    CHECK(seven == 7);
    co_await to_thread(abandon_on_cancel, [] {});
}

struct swept {
    const char* name;
    task<> (*body)();
};
constexpr swept bodies[] = {{"read_file", &reads_whole},      {"write_file", &replaces},
                            {"copy_file", &copies},           {"file_stream", &streams},
                            {"file_writer", &exports},        {"read_files", &reads_many},
                            {"file", &uses_a_file},           {"walk", &lists},
                            {"directories", &in_directories}, {"to_thread", &calls}};

/// Runs it with the n-th operation failing by `number`; n = 0: none. Returns: the errno of what it threw, or 0.
int run_once(const swept& what, std::uint64_t n, int number, std::uint64_t& operations,
             simulated_options how = {}) {
    manual_time time;
    simulated_driver io(how);
    loop home({.time = &time, .io = &io});
    io.make_file("dir/a", "first");
    io.make_file("dir/b", "second");
    io.make_file("dir/large", text_of(40'000));
    if (n != 0) io.fail_operation(n, number);
    int refused = 0;
    auto main = [&]() -> task<> {
        try {
            co_await what.body();
        } catch (const error& e) {
            refused = e.number();
            CHECK(std::string_view(e.what()).find(": [errno ") != std::string_view::npos);
        }
    };
    home.run_until(main());
    home.run_until_idle();
    operations = io.submitted();
    CHECK(io.in_progress() == 0);
    CHECK(io.open_descriptors() == 0);
    CHECK((io.file("dir/a") == "first" || io.file("dir/a") == text_of(20'000))); // the old one or the new one
    return refused;
}

} // namespace

TEST_CASE("fault_sweep: whichever operation fails, and however, the error is that one and nothing is left") {
    set_unraisable_hook([](const unraisable&) noexcept {}); // what a dropped writer says
    for (const swept& what : bodies) {
        CAPTURE(what.name);
        std::uint64_t operations = 0;
        CHECK(run_once(what, 0, 0, operations) == 0);
        CHECK(operations >= 2);
        int refused = 0;
        for (std::uint64_t n = 1; n <= operations; ++n) {
            for (const int number : {EIO, ENOSPC, EACCES, EMFILE, EINTR, EAGAIN, ENOMEM}) {
                CAPTURE(n);
                CAPTURE(number);
                std::uint64_t done = 0;
                const int told = run_once(what, n, number, done);
                // EIO is never taken for anything else, and others mean themselves where they are not gone round.
                CHECK((told == 0 || told == number));
                refused += told != 0;
            }
        }
        CHECK(refused > 0);
    }
    set_unraisable_hook(nullptr);
}

TEST_CASE("fault_sweep: a world that takes its time and is full refuses in the same way") {
    set_unraisable_hook([](const unraisable&) noexcept {});
    for (const swept& what : bodies) {
        CAPTURE(what.name);
        std::uint64_t operations = 0;
        const int refused = run_once(what, 0, 0, operations,
                                     {.least_latency = 2ms, .disk_bytes = 45'000, .late_cancel = true});
        CHECK((refused == 0 || refused == ENOSPC));
    }
    set_unraisable_hook(nullptr);
}

TEST_CASE("fault_sweep: cancelled at any moment, nothing is left") {
    set_unraisable_hook([](const unraisable&) noexcept {});
    for (const bool late : {false, true}) {
        for (const swept& what : bodies) {
            for (int after = 0; after != 40; ++after) {
                manual_time time;
                simulated_driver io({.least_latency = 1ms, .late_cancel = late});
                loop home({.time = &time, .io = &io});
                io.make_file("dir/a", "first");
                io.make_file("dir/b", "second");
                io.make_file("dir/large", text_of(40'000));
                auto main = [&]() -> task<> {
                    auto body = what.body();
                    static_cast<void>(co_await move_on_after(after * 1ms + 500us, std::move(body)));
                };
                home.run_until(main());
                home.run_until_idle();
                CAPTURE(what.name);
                CAPTURE(after);
                CHECK(io.in_progress() == 0);
                CHECK(io.open_descriptors() == 0);
            }
        }
    }
    set_unraisable_hook(nullptr);
}
