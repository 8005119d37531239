// SPDX-License-Identifier: BSL-1.0
//
// Scopes by themselves, deadlines, shields; how tasks and groups are cancelled: rows L18-L26 in their level-triggered form.
#include <rondo/core/cancel_scope.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> slow(int value, duration length) {
    co_await sleep(length);
    co_return value;
}
/// Cleanup that waits in a shield, for `length`.
task<> cleans_up(journal& said, duration length) {
    try {
        co_await sleep(100s);
    } catch (const cancelled&) {
        said.push_back("cleanup begins");
    }
    co_await shield(sleep(length));
    said.push_back("cleanup ends");
    co_await checkpoint();
}

} // namespace

TEST_CASE("L18: a time limit cancels, waits for the cleanup inside, and then says that it was over") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        std::string message;
        try {
            co_await fail_after(10ms, cleans_up(said, 5ms));
        } catch (const timeout_error& e) {
            message = e.what();
        }
        CHECK(message == "not done within 10 ms");
        CHECK(w.ms() == 15);
        said.push_back("over");
    });
    CHECK(joined(said) == "cleanup begins | cleanup ends | over");
}

TEST_CASE("L18: an error from inside wins over the time limit, and so does a value that comes late") {
    world w;
    struct {
        static task<int> fails() {
            try {
                co_await sleep(100s);
            } catch (const cancelled&) {}
            throw oops(3);
        }
        static task<int> late() {
            try {
                co_await sleep(100s);
            } catch (const cancelled&) {}
            co_return 8;
        }
    } f;
    w.run([&]() -> task<> {
        std::string got;
        try {
            co_await fail_after(1ms, f.fails());
        } catch (const oops&) {
            got = "oops";
        }
        CHECK(got == "oops");
        CHECK(co_await fail_after(1ms, f.late()) == 8);
        auto moved_on = co_await move_on_after(1ms, f.late());
        CHECK((moved_on && *moved_on == 8));
    });
}

TEST_CASE("L18: a limit of zero or less strikes at the first wait; what does not wait has its value") {
    world w;
    struct {
        static task<int> ready() { co_return 4; }
    } f;
    w.run([&]() -> task<> {
        CHECK(co_await fail_after(0ms, f.ready()) == 4);
        CHECK(!co_await move_on_after(0ms, sleep(1ms)));
        CHECK(!co_await move_on_after(-1h, yield_now()));
        CHECK(co_await move_on_after(forever, sleep(1h)));
        CHECK(w.ms() == 3'600'000);
    });
}

TEST_CASE("L18: a limit counts for what only gives way, or is always ready, as well as for what waits") {
    manual_time time(manual_time::mode::stays);
    loop on{{.time = &time}};
    struct {
        static task<> gives_way(manual_time& t, int& rounds) {
            for (;; ++rounds) {
                t.advance(1us);
                co_await yield_now();
            }
        }
        static task<> ready(manual_time& t, int& rounds) {
            for (;; ++rounds) {
                t.advance(1us);
                co_await checkpoint();
            }
        }
    } f;
    int rounds = 0;
    on.run_until([&]() -> task<> {
        CHECK(!co_await move_on_after(1ms, f.gives_way(time, rounds)));
        CHECK(rounds >= 999);
        CHECK(rounds < 2000);
        rounds = 0;
        CHECK(!co_await move_on_after(1ms, f.ready(time, rounds)));
        CHECK(rounds >= 999);
        CHECK(rounds < 40000);
    });
}

TEST_CASE("L19: the timeout is thrown by the scope that expired; nested ones count for themselves") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto inner_first = [](journal& s) -> task<> {
            try {
                co_await fail_after(5ms, sleep(100ms));
            } catch (const timeout_error&) {
                s.push_back("inner");
            }
            co_await sleep(1ms);
        };
        co_await fail_after(20ms, inner_first(said));
        said.push_back("outer not");
        auto outer_first = [](journal& s) -> task<> {
            try {
                co_await fail_after(50ms, sleep(100ms));
                s.push_back("must not get here");
            } catch (const timeout_error&) {
                s.push_back("must not be inner");
            }
        };
        try {
            co_await fail_after(5ms, outer_first(said));
        } catch (const timeout_error&) {
            said.push_back("outer");
        }
        // Both at once: who is further out decides.
        try {
            co_await fail_after(5ms, outer_first(said));
        } catch (const timeout_error&) {
            said.push_back("outer");
        }
        CHECK(w.ms() == 16);
    });
    CHECK(joined(said) == "inner | outer not | outer | outer");
}

TEST_CASE("L19: a deadline may be moved, by whoever reaches the scope, until it has struck") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope{{.timeout = 10ms}};
        auto prolongs = [](cancel_scope& s) -> task<> {
            co_await sleep(5ms);
            s.reschedule_after(10ms); // 15
            co_await sleep(5ms);
            s.reschedule(instant(30ms));
        };
        w.on.root().spawn(prolongs, std::ref(scope));
        CHECK(!co_await scope.run(sleep(1h)));
        CHECK(w.ms() == 30);
        CHECK(scope.timed_out());
        CHECK(scope.ended_by_cancel());
        CHECK(scope.deadline() == instant(30ms));
        CHECK(raised([&] { scope.reschedule(never); }).find("cancelled already") != std::string::npos);

        cancel_scope sooner{{.timeout = 1h}};
        auto hurries = [](cancel_scope& s) -> task<> {
            co_await sleep(1ms);
            s.reschedule(instant(0ms)); // past
        };
        w.on.root().spawn(hurries, std::ref(sooner));
        CHECK(!co_await sooner.run(sleep(1h)));
        CHECK(w.ms() == 31);
        CHECK(sooner.timed_out());

        cancel_scope none{{.timeout = 1ms}};
        none.reschedule(never); // before it is run: the earlier of the two counts
        CHECK(!co_await none.run(sleep(5ms)));
        cancel_scope lifted;
        auto lifts = [](cancel_scope& s) -> task<bool> {
            s.reschedule_after(5ms);
            s.reschedule(never);
            co_await sleep(10ms);
            co_return true;
        };
        CHECK(co_await lifted.run(lifts(lifted)));
        CHECK(w.on.timers()->size() == 0);
    });
}

TEST_CASE("L20: what is shielded goes on although its task is cancelled; the cancellation strikes after it") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto shielded = [](journal& s, world& at) -> task<> {
            const int got = co_await shield(slow(5, 10ms));
            s.push_back(std::to_string(got) + " at " + std::to_string(at.ms()));
            co_await checkpoint();
            s.push_back("must not get here");
        };
        auto handle = w.on.root().spawn(shielded, std::ref(said), std::ref(w));
        co_await sleep(1ms);
        handle.cancel();
        co_await sleep(100ms);
        CHECK(handle.was_cancelled());
        // Who must not wait for it spawns it further out, and abandons the wait.
        auto inner = w.on.root().spawn(slow, 6, 10ms);
        auto outer = w.on.root().spawn(inner);
        co_await yield_now();
        outer.cancel();
        co_await yield_now();
        CHECK(outer.was_cancelled());
        CHECK(co_await inner == 6);
    });
    CHECK(joined(said) == "5 at 10");
}

TEST_CASE("L21: cancelled before its first step, a task never runs, and its arguments go") {
    journal said;
    world w;
    auto kept = std::make_shared<int>(1);
    w.run([&]() -> task<> {
        auto body = [](journal& s, std::shared_ptr<int>) -> task<> {
            s.push_back("body");
            co_return;
        };
        auto handle = w.on.root().spawn(body, std::ref(said), kept);
        said.push_back(handle.cancel() ? "true" : "false");
        std::string got;
        try {
            co_await handle;
        } catch (const task_cancelled&) {
            got = "cancelled";
        }
        said.push_back(got);
        said.push_back(handle.cancel() ? "true" : "false");
        CHECK(kept.use_count() == 1);
    });
    CHECK(joined(said) == "true | cancelled | false");
}

TEST_CASE("L22: a task that ends although it was asked to stop keeps its value; one that is ready finds out "
          "at its next wait") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto finishes = [](journal& s) -> task<int> {
            co_await yield_now();
            s.push_back("ends");
            co_return 7;
        };
        auto handle = w.on.root().spawn(finishes, std::ref(said));
        co_await yield_now();
        CHECK(handle.cancel()); // it is ready: its yield is over
        CHECK(co_await handle == 7);
        CHECK(!handle.was_cancelled());
        auto cancels_itself = [](join_handle<>& me, journal& s) -> task<> {
            me.cancel();
            s.push_back("still here");
            co_await checkpoint();
            s.push_back("must not get here");
        };
        join_handle<> self;
        self = w.on.root().spawn(cancels_itself, std::ref(self), std::ref(said));
        co_await sleep(1ms);
        CHECK(self.was_cancelled());
    });
    CHECK(joined(said) == "ends | still here");
}

TEST_CASE("L23: cancelled tasks wake in the order in which they were cancelled") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto sleeper = [](journal& s, std::string name) -> task<> {
            at_exit finally(s, name);
            co_await sleep(100s);
        };
        std::vector<join_handle<>> handles;
        for (const char* name : {"a", "b", "c"})
            handles.push_back(w.on.root().spawn(sleeper, std::ref(said), name));
        co_await yield_now();
        for (std::size_t which : {2U, 0U, 1U}) handles[which].cancel();
        said.push_back("asked");
        co_await yield_now();
        said.push_back("main");
    });
    CHECK(joined(said) == "asked | c | a | b | main");
}

TEST_CASE("L24: catching a cancellation does not refuse it: each wait throws again until the scope is left") {
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto stubborn = [](cancel_scope& s) -> task<int> {
            s.cancel();
            s.cancel();
            int thrown = 0;
            for (int i = 0; i < 5; ++i) {
                try {
                    co_await sleep(1ms);
                } catch (...) {
                    ++thrown;
                }
            }
            co_return thrown;
        };
        auto got = co_await scope.run(stubborn(scope));
        CHECK((got && *got == 5));
        CHECK(scope.cancel_called());
        CHECK(!scope.ended_by_cancel()); // it had a value all the same
        co_await sleep(1ms);             // outside nothing is left of it
    });
    CHECK(w.ms() == 1);
}

TEST_CASE(
    "L25: cancelling a task ends what it awaits from the inside out, but no task that it only waits for") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        struct chain {
            static task<> inner(journal& s) {
                at_exit finally(s, "inner");
                co_await sleep(100s);
            }
            static task<> outer(journal& s) {
                at_exit finally(s, "outer");
                co_await inner(s);
            }
        };
        auto other = w.on.root().spawn(slow, 3, 10ms);
        auto waits = w.on.root().spawn(other);
        auto called = w.on.root().spawn(&chain::outer, std::ref(said));
        co_await sleep(1ms);
        waits.cancel();
        called.cancel();
        CHECK(co_await other == 3);
        CHECK(waits.was_cancelled());
        CHECK(called.was_cancelled());
    });
    CHECK(joined(said) == "inner | outer");
}
