// SPDX-License-Identifier: BSL-1.0
//
// Depth: long loops of ready awaits, chains of a million awaits, and the end of deep ones, on a stack of 1 MiB.
#include <rondo/core/loop.hpp>

#include "core/rows.hpp"
#include "tools/slow.hpp"

#include <memory>
#include <pthread.h>

using namespace core_test;

namespace {

int scaled(int count) { return is_slow() ? count / 20 : count; }

/// Runs `action` on a thread with a stack of 1 MiB.
template <class Action>
void on_small_stack(Action action) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, std::size_t(1) << 20);
    pthread_t thread{};
    const auto run = [](void* a) -> void* {
        (*static_cast<Action*>(a))();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &action) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

task<int> ready(int n) { co_return n & 1; }
task<int> deep(int levels, bool waits) {
    if (levels == 0) {
        if (waits) co_await yield_now();
        co_return 1;
    }
    const int below = co_await deep(levels - 1, waits);
    co_return below + 1;
}
task<int> deep_failing(int levels, bool waits) {
    if (levels == 0) {
        if (waits) co_await yield_now();
        throw oops(7);
    }
    const int below = co_await deep_failing(levels - 1, waits);
    co_return below + 1;
}
task<> deep_wait(int levels, bool shielded, int& left) {
    struct counts {
        int& left;
        explicit counts(int& l) : left(l) {}
        ~counts() { ++left; }
    } count(left);
    if (levels == 0) {
        if (shielded)
            co_await shield(sleep(forever));
        else
            co_await sleep(forever);
    } else {
        co_await deep_wait(levels - 1, shielded, left);
    }
}
task<> owner_of(task<> inner, int& ran) {
    ++ran;
    co_await std::move(inner);
}
task<> nothing(int& ran) {
    ++ran;
    co_return;
}
/// A group in a group in a group, all in one task, or each in a task of its own.
task<> groups(int levels, bool spawned, int& left) {
    auto body = [&](task_group& group) -> task<> {
        if (levels == 0) {
            co_await sleep(forever);
        } else if (spawned) {
            group.spawn(groups, levels - 1, spawned, std::ref(left));
        } else {
            co_await groups(levels - 1, spawned, left);
        }
    };
    struct counts {
        int& left;
        explicit counts(int& l) : left(l) {}
        ~counts() { ++left; }
    } count(left);
    co_await with_task_group(body);
}
task<> deep_scopes(int levels) {
    if (levels == 0) {
        co_await sleep(forever);
    } else {
        cancel_scope scope;
        co_await scope.run(deep_scopes(levels - 1));
    }
}

} // namespace

TEST_CASE("depth: ten million ready awaits in a loop do not grow the stack") {
    const int rounds = scaled(10'000'000);
    int sum = 0;
    on_small_stack([&] {
        world w;
        const auto before = w.on.turns();
        w.run([&]() -> task<> {
            for (int i = 0; i < rounds; ++i) sum += co_await ready(i);
        });
        CHECK(w.on.turns() == before + 1); // calls all of them
    });
    CHECK(sum == rounds / 2);
}

TEST_CASE("depth: ten million checkpoints in a loop do not grow the stack, and give way after each share") {
    const int rounds = scaled(10'000'000);
    on_small_stack([&] {
        world w;
        const auto before = w.on.turns();
        w.run([&]() -> task<> {
            for (int i = 0; i < rounds; ++i) co_await checkpoint();
        });
        CHECK(w.on.turns() - before == static_cast<std::uint64_t>(rounds) / body::step_budget + 1);
    });
}

TEST_CASE("depth: a chain of a million awaits, ready or not, is one step or two") {
    const int levels = scaled(1'000'000);
    on_small_stack([&] {
        world w;
        for (const bool waits : {false, true}) {
            const auto before = w.on.turns();
            CHECK(w.run(deep(levels, waits)) == levels + 1);
            CHECK(w.on.turns() - before == (waits ? 2U : 1U));
        }
    });
}

TEST_CASE("depth: an error passes a hundred thousand awaits as the same object") {
    const int levels = scaled(100'000);
    on_small_stack([&] {
        world w;
        for (const bool waits : {false, true})
            CHECK(raised([&] { w.run(deep_failing(levels, waits)); }) == "oops 7");
    });
}

TEST_CASE("depth: a suspended chain of a hundred thousand is cancelled, or destroyed where it waits, when "
          "its loop closes") {
    const int levels = scaled(100'000);
    for (const bool shielded : {false, true}) {
        int left = 0;
        on_small_stack([&] {
            world w;
            w.on.root().spawn(deep_wait, levels, shielded, std::ref(left));
            w.on.run_once();
            CHECK(left == 0);
        });
        CHECK(left == levels + 1);
    }
}

TEST_CASE(
    "depth: a hundred thousand tasks that own each other, never started, are destroyed; awaited, they run") {
    const int levels = scaled(100'000);
    int ran = 0;
    on_small_stack([&] {
        lost_errors lost; // each was never awaited, and says so
        auto chain = nothing(ran);
        for (int i = 0; i < levels; ++i) chain = owner_of(std::move(chain), ran);
        chain.close();
        CHECK(ran == 0);
        CHECK(lost.count() == static_cast<std::size_t>(levels));
        auto again = nothing(ran);
        for (int i = 0; i < levels; ++i) again = owner_of(std::move(again), ran);
        world w;
        w.run(std::move(again));
    });
    CHECK(ran == levels + 1);
}

TEST_CASE("depth: groups nested a hundred thousand deep are cancelled, in one task or each in its own") {
    const int levels = scaled(100'000);
    for (const bool spawned : {false, true}) {
        int left = 0;
        on_small_stack([&] {
            world w;
            w.run([&]() -> task<> {
                auto handle = w.on.root().spawn(groups, levels, spawned, std::ref(left));
                co_await sleep(1ms);
                CHECK(left == 0);
                CHECK(handle.cancel());
                while (!handle.done()) co_await yield_now();
                CHECK(left == levels + 1);
            });
        });
        CHECK(left == levels + 1);
    }
}

TEST_CASE("depth: a hundred thousand scopes in each other are cancelled from outside") {
    const int levels = scaled(100'000);
    on_small_stack([&] {
        world w;
        w.run([&]() -> task<> { CHECK(!co_await move_on_after(1ms, deep_scopes(levels))); });
        CHECK(w.ms() == 1);
    });
}
