// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/callback.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

TEST_CASE("L4: tasks and functions share the queue") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        w.on.root().spawn(say, std::ref(said), "task a");
        w.on.call_soon([&] { said.push_back("call b"); });
        w.on.root().spawn(say, std::ref(said), "task c");
        w.on.call_soon([&] { said.push_back("call d"); });
        co_await yield_now();
        said.push_back("main");
    });
    CHECK(joined(said) == "task a | call b | task c | call d | main");
}

TEST_CASE("L5: a cancelled function is skipped, not removed") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        std::vector<callback_handle> handles;
        for (int i = 0; i < 3; ++i)
            handles.push_back(w.on.call_soon([&said, i] { said.push_back("call " + std::to_string(i)); }));
        handles[1].cancel();
        handles[1].cancel();
        CHECK(handles[0].pending());
        CHECK(!handles[1].pending());
        CHECK(w.on.ready_count() == 3);
        co_await yield_now();
        CHECK(!handles[0].pending());
        said.push_back("main");
    });
    CHECK(joined(said) == "call 0 | call 2 | main");
}

TEST_CASE(
    "L6: functions at a time run by deadline, ties in order; within a poll behind what was queued earlier") {
    journal said;
    world w;
    const auto tell = [&](std::string word) { return [&said, word] { said.push_back(word); }; };
    w.run([&]() -> task<> {
        w.on.call_later(30ms, tell("30"));
        w.on.call_at(instant(10ms), tell("10"));
        w.on.call_later(20ms, tell("20 a"));
        w.on.call_later(20ms, tell("20 b"));
        auto dropped = w.on.call_later(15ms, tell("must not be called"));
        dropped.cancel();
        CHECK(w.on.timers()->size() == 4);
        co_await sleep(50ms);
        said.push_back("main");
    });
    CHECK(joined(said) == "10 | 20 a | 20 b | 30 | main");
    said.clear();
    // Queued before the poll, then posted, then due.
    w.on.call_later(10ms, tell("due"));
    w.on.call_later(-1s, tell("past"));
    w.on.call_soon(tell("queued"));
    w.on.post(tell("posted"));
    w.time.advance(10ms);
    CHECK(w.on.run_once());
    CHECK(joined(said) == "past | queued | posted | due");
    CHECK(!w.on.run_once());
}

TEST_CASE("L51: a function that fails is reported, and the loop goes on") {
    lost_errors lost;
    journal said;
    world w;
    w.run([&]() -> task<> {
        w.on.call_soon([] { throw oops(1); });
        w.on.call_soon([&] { said.push_back("next"); });
        co_await yield_now();
        said.push_back("main");
    });
    CHECK(joined(said) == "next | main");
    CHECK(lost.text() == "oops: in a callback of a loop");
}

TEST_CASE("callback: its function may be move-only, and goes when it has run, was cancelled for a later "
          "time, or the loop "
          "goes; its handle may outlive all that") {
    auto kept = std::make_shared<int>(1);
    callback_handle soon, later, never_due, tombstone;
    {
        journal said;
        world w;
        soon = w.on.call_soon([kept, own = std::make_unique<int>(3)] { CHECK(*own == 3); });
        w.on.call_later(1h, [kept] {});
        later = w.on.call_later(2h, [kept, &said] { said.push_back("must not be called"); });
        never_due = w.on.call_at(never, [kept] {});
        CHECK(!never_due.pending());
        tombstone = w.on.call_soon([kept] {});
        tombstone.cancel();
        w.run([]() -> task<> { co_await yield_now(); });
        CHECK(later.pending());
        w.on.close();
        CHECK(said.empty());
        CHECK(!later.pending());
    }
    later.cancel();
    for (callback_handle* handle : {&soon, &later, &never_due, &tombstone}) *handle = {};
    CHECK(kept.use_count() == 1);
}

TEST_CASE("callback: one that queues itself again does not keep a loop from closing") {
    world w;
    struct again {
        world& at;
        int& count;
        void operator()() const {
            ++count;
            at.time.advance(1us); // it is never idle: time passes only so
            at.on.call_soon(*this);
        }
    };
    int count = 0;
    w.on.call_soon(again{w, count});
    w.on.root().spawn(shield(sleep(5ms)));
    w.run([]() -> task<> { co_await yield_now(); });
    const int before = count;
    w.on.close();
    CHECK(count > before);
    CHECK(w.on.idle());
}
