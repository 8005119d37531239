// SPDX-License-Identifier: BSL-1.0
//
// A small program for each thing that can be awaited: to be cancelled at every wait, and refused memory at every
// allocation. Whoever adds an awaitable adds a line to the table (programs.cpp), which is compiled once for all.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/simulated_driver.hpp>

#include <vector>

namespace testing_programs {

using namespace rondo;

/// Counts those that live: what is cancelled, or finds no memory, is destroyed all the same.
struct witness {
    witness() noexcept { ++alive; }
    witness(const witness&) noexcept { ++alive; }
    ~witness() { --alive; }
    static inline int alive = 0;
};

inline task<int> value_after(duration length, int value) {
    const witness here;
    co_await sleep(length);
    co_return value;
}
inline task<int> value_at_once(int value) {
    const witness here;
    co_return value;
}
inline task<> fails_after(duration length) {
    const witness here;
    co_await sleep(length);
    throw value_error("failed, as it should");
}
inline task<> lasting() {
    const witness here;
    co_await sleep(1h);
}
inline task<> lasting_a_little() { co_await sleep(1ms); }
inline task<> cleans_up() {
    const witness here;
    try {
        co_await sleep(5ms);
    } catch (const cancelled&) {}
    co_await shield(sleep(2ms));
}

inline async_generator<int> numbers() {
    const witness here;
    for (int i = 0; i < 3; ++i) {
        co_await sleep(1ms);
        co_yield i;
    }
}
/// A world of a pipe that stays empty, and of a file; every operation takes a millisecond.
struct io_world {
    simulated_driver driver{{.least_latency = 1ms, .most_latency = 1ms}};
    simulated_pipe empty = driver.open_pipe(8);
    int file = driver.open_file("some bytes");
    static io_world& here() {
        static io_world only;
        return only;
    }
};
/// Made by a function, or by one that takes its loop.
struct program {
    program(const char* called, task<> (*of)()) : name(called), plain(of) {}
    program(const char* called, task<> (*of)(loop&)) : name(called), on_loop(of) {}
    task<> make(loop& on) const { return plain ? plain() : on_loop(on); }

    const char* name;
    task<> (*plain)() = nullptr;
    task<> (*on_loop)(loop&) = nullptr;
};

extern const std::vector<program> programs;
task<> sequences();            ///< with settle(), which asks for an order of its own
task<> streams_asked_by_one(); ///< these two are in stream_programs.cpp
task<> streams_with_tasks();

} // namespace testing_programs
