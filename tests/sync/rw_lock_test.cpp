// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/rw_lock.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> visit(rw_lock& l, log& said, std::string name, bool writes) {
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
    log said;
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
    log said;
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
    log said;
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
    log said;
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
