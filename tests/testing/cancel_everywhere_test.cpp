// SPDX-License-Identifier: BSL-1.0
#include "programs.hpp"

#include <rondo/base/unraisable.hpp>
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/shuffled.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using rondo::testing::cancel_everywhere;
using rondo::testing::test_failure;
using testing_programs::io_world;
using testing_programs::witness;

namespace {

/// Errors that a cancellation leaves without anybody to be told are no failure.
struct quiet {
    unraisable_hook before = set_unraisable_hook([](const unraisable&) noexcept {});
    ~quiet() { set_unraisable_hook(before); }
};

template <class F>
std::string failure_of(F body, rondo::testing::rerun_options options = {}) {
    try {
        cancel_everywhere(body, [] {}, options);
    } catch (const test_failure& failure) {
        return failure.what();
    }
    return "nothing";
}
bool tells(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

} // namespace

TEST_CASE("cancel_everywhere: every awaitable can be cancelled at every wait, and leaves nothing") {
    const quiet hook;
    for (const auto& one : testing_programs::programs) {
        CAPTURE(one.name);
        const std::size_t places =
            cancel_everywhere([&](loop& on) { return one.make(on); }, [] { CHECK(witness::alive == 0); },
                              {.io = &io_world::here().driver});
        CHECK(places >= 4);
    }
}

TEST_CASE("cancel_everywhere: so it is in whatever order the tasks run") {
    const quiet hook;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        rondo::testing::shuffled chance(seed);
        for (const auto& one : testing_programs::programs) {
            CAPTURE(seed);
            CAPTURE(one.name);
            if (one.plain == &testing_programs::sequences) continue; // settle() asks for an order of its own
            cancel_everywhere([&](loop& on) { return one.make(on); }, [] { CHECK(witness::alive == 0); },
                              {.io = &io_world::here().driver, .chooser = &chance});
        }
    }
}

TEST_CASE("cancel_everywhere: a place is each step of each task, before it and after it") {
    std::vector<int> reached;
    int steps = 0;
    auto body = [&]() -> task<> {
        steps = 0;
        for (; steps < 2; ++steps) co_await yield_now();
        ++steps;
    };
    auto check = [&] { reached.push_back(steps); };
    // Three steps, of which two end in a wait, and the last in the end of the task, which is no place any more. Before the
    // first, nothing runs, and the count of the run before stays; the way that was given is not taken back: the next throws.
    CHECK(cancel_everywhere(body, check, {.memory = false}) == 5);
    CHECK(reached == std::vector<int>{3, 3, 3, 1, 1, 3, 3});
}

TEST_CASE("cancel_everywhere: what leaves the undisturbed run is thrown, the same object") {
    CHECK_THROWS_WITH_AS(cancel_everywhere([] { return testing_programs::fails_after(1ms); }),
                         "failed, as it should", value_error);
}

TEST_CASE("cancel_everywhere: a task that refuses to end is found") {
    auto stubborn = []() -> task<> {
        int caught = 0;
        for (int i = 0; i < 3 || caught != 0; ++i) {
            try {
                co_await yield_now();
            } catch (const cancelled&) {
                ++caught;
            }
            if (caught != 0) co_await shield(yield_now());
        }
    };
    CHECK(tells(failure_of(stubborn, {.most_steps = 100}), "it has not ended after 100 steps"));
}

TEST_CASE("cancel_everywhere: what is left behind is found, and where it was cancelled") {
    auto leaves_a_task = [](loop& on) -> task<> {
        try {
            co_await sleep(1ms);
        } catch (const cancelled&) {
            on.root().spawn(testing_programs::lasting);
            throw;
        }
    };
    const std::string task_left = failure_of(leaves_a_task);
    CHECK(
        tells(task_left, "place 2 of 3 (task 1 waiting for a sleep until 1 ms): tasks are left:\n  task 2"));

    auto leaves_a_timer = [](loop& on) -> task<> {
        auto pending = on.call_later(1h, [] {});
        co_await sleep(1ms);
        pending.cancel();
    };
    CHECK(tells(failure_of(leaves_a_timer),
                "place 2 of 3 (task 1 waiting for a sleep until 1 ms): a timer is left armed"));

    static std::vector<int*> found;
    auto leaks = []() -> task<> {
        found.push_back(new int(0));
        co_await sleep(1ms);
        delete found.back();
        found.pop_back();
    };
    found.reserve(10);
    CHECK(tells(
        failure_of(leaks),
        "place 2 of 3 (task 1 waiting for a sleep until 1 ms): 1 blocks of memory were not given back"));
    for (int* one : found) delete one;
    found.clear();
}

TEST_CASE("cancel_everywhere: a deadlock that a cancellation makes is found") {
    auto waits_for_a_lost_friend = []() -> task<> {
        bool undisturbed = false;
        try {
            co_await sleep(1ms);
            undisturbed = true;
        } catch (const cancelled&) {}
        if (!undisturbed) co_await shield(sleep(forever));
    };
    CHECK(tells(failure_of(waits_for_a_lost_friend), "deadlock"));
}
