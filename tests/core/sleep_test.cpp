// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/sleep.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

task<> wake_and_say(world& w, journal& said, std::string word, duration after) {
    co_await sleep(after);
    said.push_back(word + " " + std::to_string(w.ms()));
}

} // namespace

TEST_CASE("L2: giving way is one turn, and tasks that are ready take strict turns") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            for (const char* name : {"a", "b", "c"}) group.spawn(count_turns, std::ref(said), name, 3);
            co_return;
        };
        co_await with_task_group(body);
        said.push_back("end");
    });
    CHECK(joined(said) == "a0 | b0 | c0 | a1 | b1 | c1 | a2 | b2 | c2 | end");
}

TEST_CASE("L2: a sleep of zero, a negative one, and one until a time that is past are one turn, too") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        co_await sleep(1ms);
        auto body = [&](task_group& group) -> task<> {
            group.spawn(count_turns, std::ref(said), "turn ", 4);
            const auto before = w.on.turns();
            co_await sleep(0ms);
            CHECK(w.on.turns() == before + 1);
            co_await sleep(-1h);
            CHECK(w.on.turns() == before + 2);
            co_await sleep_until(instant(0ms));
            CHECK(w.on.turns() == before + 3);
            said.push_back("three");
        };
        co_await with_task_group(body);
    });
    CHECK(joined(said) == "turn 0 | turn 1 | turn 2 | three | turn 3");
    CHECK(w.ms() == 1);
}

TEST_CASE("L3: what becomes ready during a turn runs in the next one") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto parent = [](world& at, journal& s, std::string name) -> task<> {
            s.push_back(name + " 1");
            at.on.root().spawn(say, std::ref(s), "child " + name);
            co_await yield_now();
            s.push_back(name + " 2");
        };
        w.on.root().spawn(parent, std::ref(w), std::ref(said), "a");
        w.on.root().spawn(parent, std::ref(w), std::ref(said), "b");
        for (int i = 1; i <= 3; ++i) {
            co_await yield_now();
            said.push_back("main " + std::to_string(i));
        }
    });
    CHECK(joined(said) == "a 1 | b 1 | main 1 | child a | a 2 | child b | b 2 | main 2 | main 3");
}

TEST_CASE("L7: equal deadlines wake in the order in which they were armed") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            for (int i = 0; i < 40; ++i)
                group.spawn(wake_and_say, std::ref(w), std::ref(said), std::to_string(i), 5ms);
            co_return;
        };
        co_await with_task_group(body);
    });
    journal expected;
    for (int i = 0; i < 40; ++i) expected.push_back(std::to_string(i) + " 5");
    CHECK(said == expected);
}

TEST_CASE("sleep: wakes by deadline, counted from the turn in which it is awaited") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(wake_and_say, std::ref(w), std::ref(said), "30", 30ms);
            group.spawn(wake_and_say, std::ref(w), std::ref(said), "10", 10ms);
            auto made_early = sleep(20ms);
            co_await sleep(5ms);
            co_await std::move(made_early);
            said.push_back("early " + std::to_string(w.ms()));
        };
        co_await with_task_group(body);
        const auto before = w.on.now();
        co_await sleep(std::chrono::duration<double>(0.0000000015)); // rounded up, never shorter
        CHECK(w.on.now() - before == 2ns);
        co_await sleep_until(instant(100ms));
        CHECK(w.ms() == 100);
    });
    CHECK(joined(said) == "10 10 | early 25 | 30 30");
}

TEST_CASE("sleep: a cancelled sleep wakes at once, and its timer is gone; a checkpoint refuses before "
          "anything is done") {
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto sleeper = [](cancel_scope& s) -> task<bool> { co_return co_await s.run(sleep(1h)); };
        auto handle = w.on.root().spawn(sleeper, std::ref(scope));
        co_await yield_now();
        CHECK(w.on.timers()->size() == 1);
        scope.cancel();
        CHECK(w.on.timers()->size() == 0);
        CHECK(co_await handle == false);

        cancel_scope past;
        past.cancel();
        auto inside = [](world& at) -> task<int> {
            int refused = 0;
            const auto before = at.on.turns();
            for (int i = 0; i < 3; ++i) {
                try {
                    if (i == 0) co_await sleep(1ms);
                    if (i == 1) co_await yield_now();
                    if (i == 2) co_await checkpoint();
                } catch (const cancelled&) {
                    ++refused;
                }
            }
            CHECK(at.on.turns() == before);
            co_return refused;
        };
        auto got = co_await past.run(inside(w));
        CHECK((got && *got == 3));
    });
    CHECK(w.ms() == 0);
}

TEST_CASE("sleep: for ever is ended by cancellation only; a checkpoint goes on at once") {
    world w;
    w.run([&]() -> task<> {
        CHECK(!co_await move_on_after(1h, sleep(forever)));
        const auto before = w.on.turns();
        for (int i = 0; i < 100; ++i) co_await checkpoint();
        CHECK(w.on.turns() == before);
    });
    CHECK(w.on.now() == instant(1h));
}

TEST_CASE("sleep: a step that finds everything ready gives way after its share") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        w.on.root().spawn(count_turns, std::ref(said), "other ", 3);
        for (unsigned i = 1; i <= body::step_budget * 2; ++i) {
            co_await checkpoint();
            if (i == body::step_budget - 1 || i == body::step_budget) said.push_back(std::to_string(i));
        }
    });
    CHECK(joined(said) == "127 | other 0 | 128 | other 1");
}
