// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/lock.hpp>

#include <rondo/core/this_task.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> hold(lock& l, journal& said, std::string name, int turns) {
    auto held = co_await l.acquire();
    said.push_back("+" + name);
    for (int i = 0; i < turns; ++i) co_await yield_now();
    said.push_back("-" + name);
}

} // namespace

TEST_CASE("L44: strict FIFO; between release and the next holder newcomers cannot slip in") {
    room w;
    journal said;
    lock l;
    for (const char* name : {"a", "b"}) w.spawn(hold, std::ref(l), std::ref(said), name, 2);
    auto barges = [](lock& at, journal& s) -> task<> {
        while (s.size() < 2) co_await yield_now(); // a has released, in this turn or the last; b has not run
        CHECK(at.locked());
        CHECK_FALSE(at.try_acquire());
        auto held = co_await at.acquire();
        s.push_back("newcomer");
    };
    w.spawn(barges, std::ref(l), std::ref(said));
    w.settle();
    CHECK(joined(said) == "+a | -a | +b | -b | newcomer");
    CHECK_FALSE(l.locked());
}

TEST_CASE("L44: releasing what is not held is an error by name") {
    room w;
    lock l;
    held_lock held = l.try_acquire();
    CHECK(held);
    held_lock moved = std::move(held);
    CHECK(raised([&] { held.release(); }) ==
          "held_lock::release: it holds no lock: it was released before, or moved from");
    moved.release();
    CHECK(tells(raised([&] { moved.release(); }), "it holds no lock"));
    CHECK(tells(raised([&] { held_lock().release(); }), "it holds no lock"));
    CHECK_FALSE(l.locked());
}

TEST_CASE("L45: a waiter that is cancelled is passed over, before the release and after it") {
    room w;
    journal said;
    lock l;
    held_lock held = l.try_acquire();
    auto a = w.spawn(hold, std::ref(l), std::ref(said), "a", 0);
    auto b = w.spawn(hold, std::ref(l), std::ref(said), "b", 0);
    auto c = w.spawn(hold, std::ref(l), std::ref(said), "c", 0);
    w.settle();
    CHECK(l.statistics().waiting == 3);
    a.cancel();
    held.release();
    b.cancel(); // it has been handed the lock: it gets it, and passes it on
    w.settle();
    CHECK(a.was_cancelled());
    CHECK(joined(said) == "+b | -b | +c | -c");
}

TEST_CASE("lock: acquire is a checkpoint, and takes nothing when it is cancelled") {
    room w;
    lock l;
    auto handle = w.spawn(
        [](lock& at) -> task<> {
            this_task().cancel();
            auto held = co_await at.acquire();
            FAIL("not reached");
        },
        std::ref(l));
    w.settle();
    CHECK(handle.was_cancelled());
    CHECK_FALSE(l.locked());
}

TEST_CASE("lock: statistics tell who holds it, and a guard assigned to releases what it held") {
    room w;
    lock a, b;
    w.run([&]() -> task<> {
        auto held = co_await a.acquire();
        CHECK(a.statistics().owner == this_task().id());
        held = co_await b.acquire();
        CHECK_FALSE(a.locked());
        CHECK(b.statistics().locked);
        CHECK_FALSE(b.statistics().owner == std::nullopt);
    });
    CHECK(b.statistics().owner == std::nullopt);
    auto outside = a.try_acquire();
    CHECK(a.statistics().locked);
    CHECK(a.statistics().owner == std::nullopt);
}

TEST_CASE("lock: one whose holder waits for itself is named in the deadlock report") {
    world w;
    lock l("ledger");
    auto twice = [](lock& at) -> task<> {
        this_task().set_name("clerk");
        auto once = co_await at.acquire();
        auto again = co_await at.acquire();
    };
    const std::string report = deadlock_of(w, twice(l));
    CHECK(tells(report, "clerk waits for the lock 'ledger', held by this very task"));
}

TEST_CASE("lock: a circle of holders is told at each of them, and who only waits outside is told no circle") {
    world w;
    lock left("left"), right("right");
    auto takes = [](lock& first, lock& second, const char* name) -> task<> {
        this_task().set_name(name);
        auto one = co_await first.acquire();
        co_await yield_now();
        auto two = co_await second.acquire();
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(takes, std::ref(left), std::ref(right), "Plato");
        group.spawn(takes, std::ref(right), std::ref(left), "Kant");
        co_await yield_now();
        co_await yield_now();
        auto outside = co_await left.acquire();
    };
    const std::string report = deadlock_of(w, with_task_group(body));
    CHECK(
        tells(report,
              "Plato waits for the lock 'right', held by Kant, who waits for 'left' of this task: a circle"));
    CHECK(
        tells(report,
              "Kant waits for the lock 'left', held by Plato, who waits for 'right' of this task: a circle"));
    CHECK(tells(report, "waits for the lock 'left', held by Plato ("));
}

TEST_CASE("lock: its holder may have ended, or been no task: the report says so") {
    world w;
    lock l;
    held_lock outlives;
    auto main = [&]() -> task<> {
        auto taker = [](lock& at, held_lock& to) -> task<> { to = co_await at.acquire(); };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(taker, std::ref(l), std::ref(outlives));
            co_return;
        };
        co_await with_task_group(body);
        auto never = co_await l.acquire();
    };
    CHECK(tells(deadlock_of(w, main()), "waits for a lock, held by task 2, which has ended"));
    outlives.release();
    auto held = l.try_acquire();
    world other;
    CHECK(tells(deadlock_of(other, l.acquire()), "waits for a lock, taken outside of any task"));
}
