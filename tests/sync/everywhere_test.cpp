// SPDX-License-Identifier: BSL-1.0
//
// Every primitive of the room in a small program, which is cancelled at every step, refused memory at every allocation,
// and run in shuffled orders: it ends, leaves nothing, and nothing that was handed over is lost.
#include <rondo/base/scope_exit.hpp>
#include <rondo/sync/barrier.hpp>
#include <rondo/sync/broadcast.hpp>
#include <rondo/sync/capacity_limiter.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/condition.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/sync/latch.hpp>
#include <rondo/sync/oneshot.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/sync/rw_lock.hpp>
#include <rondo/sync/select.hpp>
#include <rondo/sync/semaphore.hpp>
#include <rondo/sync/watch.hpp>
#include <rondo/testing/allocations.hpp>
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/fail_everywhere.hpp>
#include <rondo/testing/shuffled.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

/// Counts messages that live: none may be left when a program has ended.
struct message {
    message() noexcept { ++alive; }
    message(message&&) noexcept { ++alive; }
    message(const message&) noexcept { ++alive; }
    ~message() { --alive; }
    static inline int alive = 0;
};

task<> channels(std::size_t capacity) {
    channel<message> ch(capacity);
    auto sends = [&]() -> task<> {
        for (int i = 0; i < 2; ++i) co_await ch.send();
    };
    auto receives = [&]() -> task<> {
        for (int i = 0; i < 2; ++i) static_cast<void>(co_await ch.receive());
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) group.spawn(receives);
        for (int i = 0; i < 2; ++i) group.spawn(sends);
        co_return;
    };
    co_await with_task_group(body);
}
task<> rendezvous() { return channels(0); }
task<> buffered() { return channels(1); }
task<> unlimited() { return channels(unbounded); }

task<> halves() {
    auto sends = [](sender<message> to) -> task<> {
        for (int i = 0; i < 2; ++i) co_await to.send();
    };
    auto receives = [](receiver<message> from) -> task<> {
        while (auto got = co_await from.next()) {}
    };
    auto body = [&](task_group& group) -> task<> {
        auto ends = open_channel<message>(1);
        group.spawn(sends, ends.first.clone());
        group.spawn(sends, std::move(ends.first));
        group.spawn(receives, std::move(ends.second));
        co_return;
    };
    co_await with_task_group(body);
}

task<> locks() {
    lock l("one");
    rw_lock rw;
    int inside = 0;
    auto alone = [&]() -> task<> {
        auto held = co_await l.acquire();
        CHECK(++inside == 1);
        const scope_exit leaves = [&] { --inside; };
        co_await yield_now();
    };
    auto reads = [&]() -> task<> {
        auto held = co_await rw.acquire_read();
        co_await yield_now();
    };
    auto writes = [&]() -> task<> {
        auto held = co_await rw.acquire_write();
        CHECK(rw.statistics().readers == 0);
        co_await yield_now();
        held.downgrade();
        co_await yield_now();
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) {
            group.spawn(alone);
            group.spawn(reads);
            group.spawn(writes);
        }
        co_return;
    };
    co_await with_task_group(body);
    CHECK_FALSE(l.locked());
}

task<> permits() {
    semaphore s(2);
    capacity_limiter limiter(1);
    auto takes = [&](int count) -> task<> {
        auto has = co_await s.acquire(static_cast<std::size_t>(count));
        auto token = co_await limiter.acquire();
        co_await yield_now();
    };
    auto body = [&](task_group& group) -> task<> {
        for (int count : {1, 2, 1}) group.spawn(takes, count);
        co_return;
    };
    co_await with_task_group(body);
    CHECK(s.permits() == 2);
    CHECK(limiter.statistics().borrowed == 0);
}

task<> conditions() {
    lock l;
    condition c(l);
    int there = 0;
    auto takes = [&]() -> task<> {
        auto held = co_await l.acquire();
        while (there == 0) {
            co_await c.wait(held);
            CHECK(held);
        }
        --there;
    };
    auto puts = [&]() -> task<> {
        for (int i = 0; i < 2; ++i) {
            auto held = co_await l.acquire();
            ++there;
            c.notify();
            co_await yield_now();
        }
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) group.spawn(takes);
        group.spawn(puts);
        co_return;
    };
    co_await with_task_group(body);
    CHECK_FALSE(l.locked());
}

task<> gates() {
    event open;
    latch all(2);
    barrier meet(2);
    oneshot<message> answer;
    auto one = [&]() -> task<> {
        co_await open.wait();
        all.count_down();
        static_cast<void>(co_await meet.wait());
        static_cast<void>(co_await answer.wait());
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) group.spawn(one);
        co_await yield_now();
        open.set();
        co_await all.wait();
        answer.set();
    };
    co_await with_task_group(body);
}

task<> queues() {
    queue<message> q(1);
    auto works = [&]() -> task<> {
        for (bool more = true; more;) {
            try {
                static_cast<void>(co_await q.get());
                q.task_done();
            } catch (const queue_shut_down&) {
                more = false;
            }
        }
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) group.spawn(works);
        for (int i = 0; i < 3; ++i) co_await q.put();
        co_await q.join();
        q.shutdown();
    };
    co_await with_task_group(body);
}

task<> to_many() {
    broadcast<message> hub(1);
    watch<int> level(0);
    auto listens = [](broadcast<message>::receiver from) -> task<> {
        for (bool more = true; more;) {
            try {
                auto got = co_await from.next();
                more = got.has_value();
            } catch (const receiver_lagged&) {}
        }
    };
    auto follows = [](watch<int>::watcher of) -> task<> {
        try {
            for (;;) static_cast<void>(co_await of.changed());
        } catch (const channel_closed&) {}
    };
    auto body = [&](task_group& group) -> task<> {
        group.spawn(listens, hub.subscribe());
        group.spawn(follows, level.subscribe());
        for (int i = 1; i <= 2; ++i) {
            hub.send();
            level.set(i);
            co_await yield_now();
        }
        hub.close();
        level.close();
    };
    co_await with_task_group(body);
}

task<> selects() {
    channel<message> a, b(1);
    semaphore s(1);
    event stop;
    int got = 0;
    auto chooses = [&]() -> task<> {
        for (bool more = true; more;)
            co_await select(on(a.receive(), [&](message) { ++got; }),
                            on(b.receive(), [&](message) { ++got; }), on(stop.wait(), [&] { more = false; }));
    };
    auto sends = [&]() -> task<> {
        co_await select(on(a.send(), [] {}), on(b.send(), [] {}));
        co_await select(on(s.acquire(), [](permit) {}), on(sleep(1ms), [] {}));
        co_await select(on(b.send(), [] {}), otherwise([] {}));
    };
    auto body = [&](task_group& group) -> task<> {
        for (int i = 0; i < 2; ++i) group.spawn(chooses);
        for (int i = 0; i < 2; ++i) group.spawn(sends);
        co_await sleep(5ms);
        stop.set();
    };
    co_await with_task_group(body);
    CHECK(got >= 2);
    CHECK(s.permits() == 1);
}

struct program {
    const char* name;
    task<> (*make)();
};
constexpr program programs[] = {
    {"rendezvous", rendezvous}, {"buffered", buffered}, {"unlimited", unlimited},   {"halves", halves},
    {"locks", locks},           {"permits", permits},   {"conditions", conditions}, {"gates", gates},
    {"queues", queues},         {"to_many", to_many},   {"selects", selects},
};

} // namespace

TEST_CASE("everywhere: cancelled at every step, each primitive leaves nothing and hangs nobody") {
    const lost_errors lost;
    for (const program& one : programs) {
        CAPTURE(one.name);
        CHECK(rondo::testing::cancel_everywhere(one.make, [] { CHECK(message::alive == 0); }) >= 8);
    }
}

TEST_CASE("everywhere: so it is in whatever order the tasks run") {
    const lost_errors lost;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        rondo::testing::shuffled chance(seed);
        for (const program& one : programs) {
            CAPTURE(one.name);
            rondo::testing::cancel_everywhere(one.make, [] { CHECK(message::alive == 0); },
                                              {.chooser = &chance});
        }
    }
}

TEST_CASE("everywhere: each primitive survives the failure of every allocation") {
    if (!rondo::testing::allocations_are_counted()) return; // valgrind has an operator new of its own
    for (const program& one : programs) {
        CAPTURE(one.name);
        CHECK(rondo::testing::fail_everywhere(one.make, [] { CHECK(message::alive == 0); }) >= 4);
    }
}

TEST_CASE("everywhere: undisturbed, each program ends in a hundred shuffled orders") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        for (const program& one : programs) {
            CAPTURE(one.name);
            rondo::testing::shuffled chance(seed);
            manual_time time;
            loop on{{.time = &time, .chooser = &chance}};
            on.run_until(one.make());
            CHECK(message::alive == 0);
        }
    }
}
