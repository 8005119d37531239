// SPDX-License-Identifier: BSL-1.0
//
// cancel_scope, fail_after, move_on_after and shield: what they give, and how they nest, in every order of cancelling.
#include <rondo/core/cancel_scope.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<int> give(int value) {
    co_await yield_now();
    co_return value;
}
task<std::unique_ptr<int>> own(int value) {
    co_await yield_now();
    co_return std::make_unique<int>(value);
}
task<int&> refer(int& to) {
    co_await yield_now();
    co_return to;
}

} // namespace

TEST_CASE(
    "cancel_scope: gives what runs inside as an optional, a pointer for a reference, true for nothing") {
    world w;
    int number = 1;
    w.run([&]() -> task<> {
        cancel_scope a, b, c, d;
        auto value = co_await a.run(give(3));
        CHECK((value && *value == 3));
        auto owned = co_await b.run(own(4));
        CHECK(**owned == 4);
        int* reference = co_await c.run(refer(number));
        CHECK(reference == &number);
        CHECK(co_await d.run(sleep(1ms)));
        CHECK(!d.cancel_called());
        CHECK(co_await fail_after(1s, give(5)) == 5);
        auto kept = co_await fail_after(1s, own(6));
        CHECK(*kept == 6);
        int& same = co_await fail_after(1s, refer(number));
        CHECK(&same == &number);
        co_await fail_after(1s, yield_now());
        CHECK(co_await shield(give(7)) == 7);
        auto shielded = co_await shield(own(8));
        CHECK(*shielded == 8);
        int& seen = co_await shield(refer(number));
        CHECK(&seen == &number);
        co_await shield(yield_now());
        CHECK(co_await move_on_after(1s, refer(number)) == &number);
        CHECK(w.on.timers()->size() == 0); // no deadline is left behind
    });
}

TEST_CASE("cancel_scope: a handle may be awaited inside, by the handle itself or handed over") {
    world w;
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(own, 3);
        const auto& seen = co_await fail_after(1s, handle);
        CHECK(*seen == 3);
        auto taken = co_await fail_after(1s, std::move(handle));
        CHECK(*taken == 3);
    });
}

TEST_CASE("cancel_scope: is run once; cancelled beforehand it strikes at the first wait; afterwards nothing "
          "happens") {
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        CHECK(co_await scope.run(yield_now()));
        std::string said;
        try {
            co_await scope.run(yield_now());
        } catch (const runtime_error& e) {
            said = e.what();
        }
        CHECK(said.find("run once") != std::string::npos);
        scope.cancel("too late");
        CHECK(!scope.ended_by_cancel());
        co_await checkpoint();

        cancel_scope early;
        early.cancel("before");
        early.cancel("again");
        CHECK(!co_await early.run(sleep(1h)));
        CHECK(early.reason() == "before");
        CHECK(early.ended_by_cancel());
        CHECK(!early.timed_out());
        cancel_scope due{{.deadline = instant(-1ms)}};
        CHECK(!co_await due.run(sleep(1h)));
        CHECK(due.timed_out());
        cancel_scope earlier{{.timeout = 5ms, .deadline = instant(2ms)}};
        CHECK(!co_await earlier.run(sleep(1h)));
        CHECK(w.ms() == 2);
    });
}

TEST_CASE("cancel_scope: with three nested scopes, the outermost that is cancelled ends what is inside, in "
          "every order") {
    // Which scopes are cancelled, and when: in the same turn, in this order.
    const std::vector<std::vector<std::size_t>> orders = {{0},       {1},       {2},      {0, 1}, {1, 0},
                                                          {1, 2},    {2, 1},    {0, 2},   {2, 0}, {0, 1, 2},
                                                          {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
    for (const auto& order : orders) {
        world w;
        std::size_t outermost = 3;
        for (std::size_t which : order) outermost = std::min(outermost, which);
        journal said;
        w.run([&]() -> task<> {
            cancel_scope scopes[3];
            struct nest {
                static task<> level(cancel_scope* all, std::size_t n, journal& s) {
                    if (n == 3) co_return co_await sleep(1h);
                    const bool whole = co_await all[n].run(level(all, n + 1, s));
                    if (!whole) s.push_back(std::to_string(n));
                    co_await yield_now(); // a checkpoint of what is further out
                }
            };
            w.on.call_later(1ms, [&] {
                for (std::size_t which : order) scopes[which].cancel();
            });
            co_await nest::level(scopes, 0, said);
            for (std::size_t n = 0; n != 3; ++n) CHECK(scopes[n].ended_by_cancel() == (n == outermost));
        });
        CHECK(joined(said) == std::to_string(outermost));
    }
}

TEST_CASE(
    "cancel_scope: a shield keeps out what is further out, not its own cancellation, nor what is inside") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        cancel_scope outer;
        auto body = [](cancel_scope& outside, journal& s) -> task<> {
            outside.cancel();
            cancel_scope shielding{{.timeout = 5ms, .shield = true}};
            const bool whole = co_await shielding.run(sleep(1h));
            if (!whole) s.push_back("the shield's own deadline");
            cancel_scope other{{.shield = true}};
            auto inner = [](journal& t) -> task<> {
                co_await sleep(1ms);
                const bool whole = co_await move_on_after(1ms, sleep(1h));
                if (!whole) t.push_back("a deadline inside");
                co_await sleep(1ms);
            };
            CHECK(co_await other.run(inner(s)));
            s.push_back("shielded to the end");
            co_await checkpoint();
            s.push_back("must not get here");
        };
        CHECK(!co_await outer.run(body(outer, said)));
        CHECK(w.ms() == 8);
    });
    CHECK(joined(said) == "the shield's own deadline | a deadline inside | shielded to the end");
}

TEST_CASE("cancel_scope: reaches the children of groups inside it, and their groups, in order of creation; "
          "not what is "
          "shielded") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        struct tree {
            static task<> node(journal& s, std::string name, int depth) {
                auto body = [&](task_group& group) -> task<> {
                    for (const char* suffix : {"1", "2"}) {
                        if (depth == 0)
                            group.spawn(patient, std::ref(s), name + suffix);
                        else
                            group.spawn(node, std::ref(s), name + suffix, depth - 1);
                    }
                    co_return;
                };
                co_await with_task_group(body);
            }
            static task<> shielded(journal& s) {
                cancel_scope keeps{{.shield = true}};
                co_await keeps.run(node(s, "s", 0));
            }
            static task<> whole(journal& s) {
                auto body = [&](task_group& group) -> task<> {
                    group.spawn(node, std::ref(s), "a", 1);
                    group.spawn(shielded, std::ref(s));
                    group.spawn(node, std::ref(s), "b", 0);
                    co_return;
                };
                co_await with_task_group(body);
            }
        };
        w.on.call_later(1ms, [&] { scope.cancel(); });
        co_await scope.run(tree::whole(said));
        CHECK(w.on.now() == instant(100s)); // the shielded ones ended by themselves
    });
    CHECK(joined(said) ==
          "a11 cancelled | a12 cancelled | a21 cancelled | a22 cancelled | b1 cancelled | b2 cancelled | "
          "s1 ends | s2 ends");
}

TEST_CASE("cancel_scope: what is spawned inside a cancelled scope is cancelled; outside it is not") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto outer = [&](task_group& outside) -> task<> {
            auto inner = [&]() -> task<> {
                auto body = [&](task_group& inside) -> task<> {
                    scope.cancel();
                    inside.spawn(say, std::ref(said), "inside");
                    outside.spawn(say, std::ref(said), "outside");
                    co_return;
                };
                co_await with_task_group(body);
            };
            co_await scope.run(inner());
        };
        co_await with_task_group(outer);
    });
    CHECK(joined(said) == "outside");
}

TEST_CASE("cancel_scope: what is entered inside a cancelled scope is cancelled, too: scopes, groups, limits, "
          "tasks called") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        cancel_scope outer;
        auto tries = [](cancel_scope& outside, journal& s) -> task<> {
            outside.cancel();
            for (int i = 0; i < 4; ++i) {
                try {
                    if (i == 0) {
                        cancel_scope inner;
                        co_await inner.run(sleep(1h));
                    }
                    if (i == 1) co_await fail_after(1h, sleep(2h));
                    if (i == 2) {
                        auto body = [](task_group& group) -> task<> {
                            group.spawn(sleep(1h));
                            co_await sleep(1h);
                        };
                        co_await with_task_group(body);
                    }
                    if (i == 3) co_await give(1);
                    s.push_back("must not get here");
                } catch (const cancelled&) {
                    s.push_back(std::to_string(i));
                }
            }
        };
        CHECK(co_await outer.run(tries(outer, said)));
    });
    CHECK(joined(said) == "0 | 1 | 2 | 3");
    CHECK(w.ms() == 0);
    // A task that was cancelled as a whole, too.
    said.clear();
    w.run([&]() -> task<> {
        auto inside = [](join_handle<>& me, journal& s) -> task<> {
            me.cancel();
            cancel_scope inner;
            co_await inner.run(sleep(1h));
            s.push_back("must not get here");
        };
        join_handle<> self;
        self = w.on.root().spawn(inside, std::ref(self), std::ref(said));
        co_await sleep(1ms);
        CHECK(self.was_cancelled());
    });
    CHECK(said.empty());
}

TEST_CASE("cancel_scope: an error that is thrown inside passes, whatever was cancelled") {
    world w;
    w.run([&]() -> task<> {
        cancel_scope scope;
        auto fails = [](cancel_scope& s) -> task<> {
            s.cancel();
            throw oops(2);
            co_return;
        };
        std::string got;
        try {
            co_await scope.run(fails(scope));
        } catch (const oops&) {
            got = "oops";
        }
        CHECK(got == "oops");
        CHECK(!scope.ended_by_cancel());
        co_await checkpoint(); // and nothing is left of the scope
    });
}
