// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/when_done.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

TEST_CASE("L8: functions that wait for a task are called in order of registration, through the queue, never "
          "at once; "
          "registered late, they are queued, too") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(say, std::ref(said), "runs");
        when_done(handle, [&] { said.push_back("call 1"); });
        auto waits = [](join_handle<> h, journal& s) -> task<> {
            co_await h;
            s.push_back("waiter");
        };
        w.on.root().spawn(waits, handle, std::ref(said));
        when_done(handle,
                  [&](const join_handle<>& ended) { said.push_back(ended.done() ? "call 2" : "too early"); });
        co_await yield_now();
        said.push_back("turn 1");
        when_done(handle, [&] { said.push_back("late"); });
        said.push_back("registered late");
        co_await yield_now();
        said.push_back("turn 2");
    });
    // As asyncio orders it: the waiter, in its first step, finds a task that has ended.
    CHECK(joined(said) == "runs | waiter | turn 1 | registered late | call 1 | call 2 | late | turn 2");
}

TEST_CASE("when_done: tasks and functions that wait share one order") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(sleep(1ms));
        auto waits = [](join_handle<> h, journal& s) -> task<> {
            co_await h;
            s.push_back("waiter");
        };
        w.on.root().spawn(waits, handle, std::ref(said));
        co_await yield_now();
        co_await yield_now();
        when_done(handle, [&] { said.push_back("call"); });
        w.on.root().spawn(waits, handle, std::ref(said));
        co_await sleep(2ms);
    });
    CHECK(joined(said) == "waiter | call | waiter");
}

TEST_CASE("when_done: is called when the task fails or is cancelled; a cancelled one is not; what it throws "
          "is reported") {
    lost_errors lost;
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto fails = w.on.root().spawn(fail_later, 1, 1ms);
        auto stops = w.on.root().spawn(patient, std::ref(said), "it");
        when_done(fails, [&](const join_handle<>& h) { said.push_back(name_of(h.error())); });
        when_done(stops,
                  [&](const join_handle<>& h) { said.push_back(h.was_cancelled() ? "was cancelled" : "?"); });
        auto never_called = when_done(stops, [&] { said.push_back("must not be called"); });
        CHECK(never_called.pending());
        never_called.cancel();
        CHECK(!never_called.pending());
        when_done(stops, [] { throw oops(5); });
        when_done(stops, [&] { said.push_back("goes on"); });
        co_await sleep(2ms);
        stops.cancel();
        co_await sleep(1ms);
    });
    CHECK(joined(said) == "oops 1 | it cancelled | was cancelled | goes on");
    CHECK(lost.count() == 1);
    CHECK(lost.tell("oops: in a callback of a loop"));
}

TEST_CASE("when_done: lets go of what it holds once called, and when the loop closes before") {
    auto kept = std::make_shared<int>(1);
    callback_handle outlives;
    {
        journal said;
        world w;
        w.run([&]() -> task<> {
            auto handle = w.on.root().spawn(say, std::ref(said), "runs");
            outlives = when_done(handle, [kept] {});
            when_done(w.on.root().spawn(patient, std::ref(said), "it"),
                      [kept, &said] { said.push_back("called"); });
            CHECK(kept.use_count() == 3);
            co_await sleep(1ms);
        });
        outlives = {};
        CHECK(kept.use_count() == 2);
        w.on.close();
        CHECK(joined(said) == "runs | it cancelled | called");
        CHECK(kept.use_count() == 1);
    }
}
