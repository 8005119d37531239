// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/condition.hpp>

#include <rondo/core/cancel_scope.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

struct place_to_wait {
    lock l;
    condition c{l};
    journal said;
};

task<> wait_once(place_to_wait& at, std::string name) {
    auto held = co_await at.l.acquire();
    std::exception_ptr error;
    try {
        co_await at.c.wait(held);
        at.said.push_back(name);
    } catch (const cancelled&) {
        error = std::current_exception();
        at.said.push_back(name +
                          (held && at.l.locked() ? " cancelled, holding the lock" : " cancelled, without"));
    }
    if (error) std::rethrow_exception(error);
}
task<> notify(place_to_wait& at, int count) {
    auto held = co_await at.l.acquire();
    at.c.notify(static_cast<std::size_t>(count));
    at.said.push_back("notified");
}

} // namespace

TEST_CASE(
    "L47: notify(n) wakes the oldest n, which have the lock again, one after the other, before they go on") {
    room w;
    place_to_wait at;
    for (const char* name : {"a", "b", "c"}) w.spawn(wait_once, std::ref(at), name);
    w.settle();
    CHECK(at.c.statistics().waiting == 3);
    CHECK_FALSE(at.l.locked());
    w.spawn(notify, std::ref(at), 2);
    w.settle();
    CHECK(joined(at.said) == "notified | a | b");
    CHECK(at.c.statistics().waiting == 1);
    CHECK_FALSE(at.l.locked());
    auto held = at.l.try_acquire();
    at.c.notify_all();
    w.settle();
    CHECK(joined(at.said) == "notified | a | b"); // nobody has the lock but the test
    CHECK(at.c.statistics().lock.waiting == 1);
    held.release();
    w.settle();
    CHECK(joined(at.said) == "notified | a | b | c");
}

TEST_CASE("L47: wait_for goes on when its predicate holds, asked with the lock held") {
    room w;
    place_to_wait at;
    int filled = 0;
    auto taker = [&](place_to_wait& p) -> task<> {
        auto held = co_await p.l.acquire();
        auto enough = [&] {
            CHECK(p.l.locked());
            p.said.push_back("asked at " + std::to_string(filled));
            return filled >= 2;
        };
        co_await p.c.wait_for(held, enough);
        CHECK(held);
        p.said.push_back("taken");
    };
    w.spawn(taker, std::ref(at));
    w.settle();
    for (int i = 0; i < 2; ++i) {
        ++filled;
        auto held = at.l.try_acquire();
        at.c.notify();
        held.release();
        w.settle();
    }
    CHECK(joined(at.said) == "asked at 0 | asked at 1 | asked at 2 | taken");
}

TEST_CASE("L48: without the lock, waiting and notifying are runtime_errors") {
    room w;
    place_to_wait at;
    lock other;
    CHECK(raised([&] { at.c.notify(); }) == "condition::notify: nobody holds the lock: acquire it first");
    CHECK(tells(raised([&] { at.c.notify_all(); }), "condition::notify_all: nobody holds the lock"));
    held_lock none, wrong = other.try_acquire();
    for (held_lock* held : {&none, &wrong})
        CHECK(tells(raised([&] { w.run(at.c.wait(*held)); }), "condition::wait: the lock is not held"));
}

TEST_CASE("L48: a cancelled wait has the lock again before it throws, at once or when its turn has come") {
    room w;
    place_to_wait at;
    auto first = w.spawn(wait_once, std::ref(at), "first");
    w.settle();
    first.cancel();
    w.settle();
    CHECK(joined(at.said) == "first cancelled, holding the lock");
    CHECK(first.was_cancelled());
    CHECK_FALSE(at.l.locked());

    auto second = w.spawn(wait_once, std::ref(at), "second");
    w.settle();
    auto held = at.l.try_acquire();
    second.cancel();
    w.settle();
    CHECK(at.said.size() == 1); // it stands in the queue of the lock
    held.release();
    w.settle();
    CHECK(at.said.back() == "second cancelled, holding the lock");
    CHECK_FALSE(at.l.locked());
}

TEST_CASE("L52: one that is cancelled after it was notified, and before it has the lock, notifies the next "
          "instead") {
    room w;
    place_to_wait at;
    auto a = w.spawn(wait_once, std::ref(at), "a");
    w.spawn(wait_once, std::ref(at), "b");
    w.settle();
    auto held = at.l.try_acquire();
    at.c.notify();
    a.cancel();
    CHECK(at.c.statistics().waiting == 0);
    held.release();
    w.settle();
    CHECK(joined(at.said) == "a cancelled, holding the lock | b");
    CHECK(a.was_cancelled());
}

TEST_CASE("L52: one that has the lock already keeps its notification, cancelled in the same turn or not") {
    room w;
    place_to_wait at;
    auto a = w.spawn(wait_once, std::ref(at), "a");
    auto b = w.spawn(wait_once, std::ref(at), "b");
    w.settle();
    auto held = at.l.try_acquire();
    at.c.notify();
    held.release();
    a.cancel();
    w.settle();
    CHECK(joined(at.said) == "a");
    CHECK(at.c.statistics().waiting == 1);
    b.cancel();
    w.settle();
}

TEST_CASE("condition: a deadline ends the wait with the lock held") {
    room w;
    place_to_wait at;
    w.run([&]() -> task<> {
        auto held = co_await at.l.acquire();
        auto in_time = co_await move_on_after(5ms, at.c.wait(held));
        CHECK_FALSE(in_time);
        CHECK(held);
        CHECK(at.l.locked());
        CHECK(w.ms() == 5);
    });
}

TEST_CASE("condition: the deadlock report tells whether it waits to be notified, or for the lock") {
    room w;
    place_to_wait at;
    w.spawn(wait_once, std::ref(at), "a");
    w.settle();
    CHECK(tells(w.on.report(), "waits for a condition to be notified"));
    auto held = at.l.try_acquire();
    at.c.notify();
    CHECK(tells(w.on.report(), "waits for a condition, and now for a lock, taken outside of any task"));
    held.release();
    w.settle();
}
