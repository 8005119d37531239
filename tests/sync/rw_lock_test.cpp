// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/rw_lock.hpp>

#include "support.hpp"

#include <rondo/core/sleep.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/sync/lock.hpp>

using namespace sync_test;

namespace {

task<> visit(rw_lock& l, journal& said, std::string name, bool writes) {
    auto held = writes ? l.try_acquire_write() : l.try_acquire_read();
    if (!held && writes)
        held = co_await l.acquire_write();
    else if (!held)
        held = co_await l.acquire_read();
    said.push_back("+" + name);
    co_await yield_now();
    co_await yield_now();
    said.push_back("-" + name);
}

} // namespace

TEST_CASE("rw_lock: readers go in together, a writer alone, all in the order of asking") {
    room w;
    journal said;
    rw_lock l;
    for (const char* name : {"r1", "r2", "w1", "r3", "r4", "w2"})
        w.spawn(visit, std::ref(l), std::ref(said), name, name[0] == 'w');
    w.turn();
    CHECK(l.statistics().readers == 2);
    CHECK(l.statistics().waiting_readers == 2);
    CHECK(l.statistics().waiting_writers == 2);
    w.settle();
    CHECK(joined(said) == "+r1 | +r2 | -r1 | -r2 | +w1 | -w1 | +r3 | +r4 | -r3 | -r4 | +w2 | -w2");
    CHECK(l.statistics().readers == 0);
    CHECK_FALSE(l.statistics().written);
}

TEST_CASE("rw_lock: a reader cannot pass a writer that waits; when that one gives up, it goes in") {
    room w;
    journal said;
    rw_lock l;
    auto reading = l.try_acquire_read();
    auto writer = w.spawn(visit, std::ref(l), std::ref(said), "w", true);
    w.settle();
    CHECK_FALSE(l.try_acquire_read());
    w.spawn(visit, std::ref(l), std::ref(said), "r", false);
    w.turn();
    CHECK(said.empty());
    writer.cancel();
    w.turn();
    CHECK(joined(said) == "+r");
    CHECK(l.statistics().readers == 2);
    w.settle();
}

TEST_CASE("rw_lock: a writer that was let in and is cancelled in the same turn has it, and passes it on") {
    room w;
    journal said;
    rw_lock l;
    auto reading = l.try_acquire_read();
    auto writer = w.spawn(visit, std::ref(l), std::ref(said), "w", true);
    w.spawn(visit, std::ref(l), std::ref(said), "r", false);
    w.settle();
    reading.release();
    CHECK(l.statistics().written);
    writer.cancel();
    w.settle();
    CHECK(joined(said) == "+w | +r | -r");
}

TEST_CASE("rw_lock: downgrading lets the readers in front in, and keeps writers out") {
    room w;
    journal said;
    rw_lock l;
    auto held = l.try_acquire_write();
    CHECK(held.writes());
    w.spawn(visit, std::ref(l), std::ref(said), "r", false);
    w.spawn(visit, std::ref(l), std::ref(said), "w", true);
    w.settle();
    held.downgrade();
    CHECK_FALSE(held.writes());
    w.settle();
    CHECK(joined(said) == "+r | -r");
    held.release();
    w.settle();
    CHECK(joined(said) == "+r | -r | +w | -w");
}

TEST_CASE("rw_lock: misuse is an error by name") {
    rw_lock l;
    auto held = l.try_acquire_read();
    CHECK(tells(raised([&] { held.downgrade(); }), "it is not held for writing"));
    held.release();
    CHECK(tells(raised([&] { held.release(); }), "held_rw_lock::release: it holds no lock"));
    CHECK_FALSE(held_rw_lock().writes());
}

TEST_CASE("rw_lock: the deadlock report names the writer, or counts the readers") {
    world w;
    rw_lock l;
    auto self = [](rw_lock& at) -> task<> {
        auto one = co_await at.acquire_write();
        auto two = co_await at.acquire_read();
    };
    CHECK(tells(deadlock_of(w, self(l)), "waits for a rw_lock, to read, held by this very task"));
    auto reading = l.try_acquire_read();
    world other;
    CHECK(
        tells(deadlock_of(other, l.acquire_write()), "waits for a rw_lock, to write, which 1 reader holds"));
}

TEST_CASE("rw_lock: a reader that would write waits for itself, and the report says so") {
    world w;
    rw_lock l;
    auto upgrades = [&]() -> task<> {
        this_task().set_name("clerk");
        const auto reads = co_await l.acquire_read();
        const auto writes = co_await l.acquire_write();
    };
    CHECK(tells(deadlock_of(w, upgrades),
                "clerk waits for a rw_lock, to write, which 1 reader holds, this very task: a circle ("));
}

TEST_CASE(
    "rw_lock: a reader that asks again behind a writer waits for itself, and both are told the circle") {
    world w;
    rw_lock l;
    auto reads = [&]() -> task<> {
        this_task().set_name("Ada");
        const auto once = co_await l.acquire_read();
        co_await yield_now();
        const auto twice = co_await l.acquire_read();
    };
    auto writes = [&]() -> task<> {
        this_task().set_name("Bob");
        const auto held = co_await l.acquire_write();
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(reads);
        group.spawn(writes);
        co_return;
    };
    const std::string report = deadlock_of(w, with_task_group(body));
    CHECK(tells(
        report,
        "Ada waits for a rw_lock, to read, which 1 reader holds, behind Bob, who waits for a rw_lock of "
        "this task: a circle ("));
    CHECK(
        tells(report,
              "Bob waits for a rw_lock, to write, which 1 reader holds, Ada, who waits for a rw_lock behind "
              "this task: a circle ("));
}

TEST_CASE("rw_lock: a circle through a lock and a rw_lock, read or written, is told at each of its tasks") {
    for (const bool written : {false, true}) {
        CAPTURE(written);
        world w;
        rw_lock ledger;
        lock stamp("stamp");
        auto one = [&]() -> task<> {
            this_task().set_name("Ada");
            rw_lock::acquire_op ask = written ? ledger.acquire_write() : ledger.acquire_read();
            held_rw_lock first = co_await ask;
            held_rw_lock held;
            held = std::move(first); // a hold that has moved is still Ada's
            co_await yield_now();
            const auto other = co_await stamp.acquire();
        };
        auto bystander = [&]() -> task<> {
            held_rw_lock reads = ledger.try_acquire_read();
            if (!reads) co_return;
            co_await sleep(1h);
        };
        auto other = [&]() -> task<> {
            this_task().set_name("Bob");
            const auto held = co_await stamp.acquire();
            co_await yield_now();
            const auto writes = co_await ledger.acquire_write();
        };
        auto body = [&](task_group& group) -> task<> {
            group.spawn(one);
            group.spawn(other);
            group.spawn(bystander);
            co_return;
        };
        const auto handle = w.on.root().spawn(with_task_group(body));
        for (int i = 0; i < 5; ++i) w.on.run_once();
        const std::string report = w.on.report();
        CHECK(tells(report, std::string("Bob waits for a rw_lock, to write, ") +
                                (written ? "held by Ada" : "which 2 readers hold, among them Ada") +
                                ", who waits for 'stamp' of this task: a circle ("));
        CHECK(tells(
            report,
            "Ada waits for the lock 'stamp', held by Bob, who waits for a rw_lock of this task: a circle ("));
        w.on.close();
    }
}

TEST_CASE("rw_lock: readers and writers that wait in no circle are told none") {
    world w;
    rw_lock l;
    auto reads = [&]() -> task<> {
        const auto held = co_await l.acquire_read();
        co_await sleep(1h);
    };
    auto writes = [&]() -> task<> { const auto held = co_await l.acquire_write(); };
    const auto a = w.on.root().spawn(reads);
    const auto b = w.on.root().spawn(writes);
    const auto c = w.on.root().spawn(reads);
    for (int i = 0; i < 3; ++i) w.on.run_once();
    CHECK_FALSE(tells(w.on.report(), "circle"));
    w.on.close();
}
