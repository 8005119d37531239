// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/select.hpp>

#include <rondo/core/race.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/condition.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/sync/semaphore.hpp>

#include "support.hpp"

using namespace sync_test;

TEST_CASE(
    "select: of arms that are ready the first in the order of arguments wins, and nothing else happens") {
    world w;
    channel<int> a(1), b(1);
    w.run([&]() -> task<> {
        a.try_send(1);
        b.try_send(2);
        const auto turn = w.on.turns();
        const int got = co_await select(on(b.receive(), [](int n) { return n; }),
                                        on(a.receive(), [](int n) { return n; }));
        CHECK(got == 2);
        CHECK(w.on.turns() == turn);
        CHECK(a.size() == 1);
    });
}

TEST_CASE("select: when none is ready the first to be completed wins, and the others are as if they had "
          "never begun") {
    room w;
    journal said;
    channel<int> a, b;
    event e;
    auto chooser = [](channel<int>& one, channel<int>& two, event& three, journal& s) -> task<> {
        co_await select(on(one.receive(), [&](int n) { s.push_back("a" + std::to_string(n)); }),
                        on(two.send(5), [&] { s.push_back("sent"); }),
                        on(three.wait(), [&] { s.push_back("event"); }));
    };
    w.spawn(chooser, std::ref(a), std::ref(b), std::ref(e), std::ref(said));
    w.settle();
    CHECK(a.statistics().waiting_receivers == 1);
    CHECK(b.try_receive() == 5);
    CHECK(a.statistics().waiting_receivers == 0);
    CHECK(e.statistics().waiting == 0);
    CHECK_FALSE(a.try_send(1));
    e.set();
    w.settle();
    CHECK(joined(said) == "sent");
}

TEST_CASE("select: with a deadline as an arm") {
    world w;
    channel<int> never;
    w.run([&]() -> task<> {
        const bool late = co_await select(on(never.receive(), [](int) { return false; }),
                                          on(sleep(3ms), [] { return true; }));
        CHECK(late);
        CHECK(w.ms() == 3);
    });
    CHECK(w.on.timers()->size() == 0);
}

TEST_CASE("select: with otherwise it never waits: the default is taken when nothing is ready") {
    world w;
    channel<int> line(1);
    w.run([&]() -> task<> {
        const auto turn = w.on.turns();
        for (int round = 0; round < 2; ++round) {
            const int got =
                co_await select(on(line.receive(), [](int n) { return n; }), otherwise([] { return -1; }));
            CHECK(got == (round == 0 ? -1 : 8));
            line.try_send(8);
        }
        CHECK(w.on.turns() == turn);
    });
}

TEST_CASE("select: a channel never meets itself: a send and a receive in one select wait for somebody else") {
    room w;
    journal said;
    channel<int> meet;
    auto both = [](channel<int>& at, journal& s) -> task<> {
        co_await select(on(at.send(1), [&] { s.push_back("sent"); }),
                        on(at.receive(), [&](int n) { s.push_back("got " + std::to_string(n)); }));
    };
    w.spawn(both, std::ref(meet), std::ref(said));
    w.settle();
    CHECK(said.empty());
    w.spawn(both, std::ref(meet), std::ref(said));
    w.settle();
    CHECK(joined(said) == "sent | got 1");
    CHECK(meet.statistics().waiting_senders == 0);
    CHECK(meet.statistics().waiting_receivers == 0);
}

TEST_CASE("select: what the winner or its handler throws leaves it") {
    world w;
    channel<int> closed;
    closed.close();
    event e;
    e.set();
    CHECK(tells(raised([&] { w.run(select(on(closed.receive(), [](int) {}), on(e.wait(), [] {}))); }),
                "closed, and empty"));
    CHECK(raised([&] { w.run(select(on(e.wait(), [] { throw oops(4); }))); }) == "oops 4");
}

TEST_CASE(
    "select: cancelled while it waits nothing has happened; completed in the same turn its handler runs") {
    room w;
    journal said;
    channel<int> a, b;
    auto chooser = [](channel<int>& one, channel<int>& two, journal& s) -> task<> {
        co_await select(on(one.receive(), [&](int n) { s.push_back("a" + std::to_string(n)); }),
                        on(two.receive(), [&](int n) { s.push_back("b" + std::to_string(n)); }));
    };
    auto first = w.spawn(chooser, std::ref(a), std::ref(b), std::ref(said));
    auto second = w.spawn(chooser, std::ref(a), std::ref(b), std::ref(said));
    w.settle();
    first.cancel();
    CHECK(b.try_send(2)); // to the second
    second.cancel();
    w.settle();
    CHECK(joined(said) == "b2");
    CHECK(first.was_cancelled());
    CHECK(a.statistics().waiting_receivers == 0);
}

TEST_CASE("select: an arm that lost gives back its place: a permit goes to who stood behind it") {
    room w;
    journal said;
    semaphore s(1);
    event e;
    auto held = s.try_acquire();
    auto chooser = [](semaphore& sem, event& ev) -> task<> {
        co_await select(on(sem.acquire(), [](permit) {}), on(ev.wait(), [] {}));
    };
    auto plain = [](semaphore& sem, journal& log_) -> task<> {
        auto mine = co_await sem.acquire();
        log_.push_back("mine");
    };
    w.spawn(chooser, std::ref(s), std::ref(e));
    w.spawn(plain, std::ref(s), std::ref(said));
    w.settle();
    e.set();
    held.release(); // after the event has won
    w.settle();
    CHECK(joined(said) == "mine");
    CHECK(s.permits() == 1);
}

TEST_CASE("select: a condition's wait that loses has its lock again before the handler of the winner runs") {
    room w;
    journal said;
    lock l;
    condition c(l);
    event e;
    w.spawn(
        [](lock& at, condition& cond, event& ev, journal& s) -> task<> {
            auto held = co_await at.acquire();
            auto tell = [&] { s.push_back(held ? "event, holding" : "event, without"); };
            co_await select(on(cond.wait(held), [&] { s.push_back("notified"); }), on(ev.wait(), tell));
        },
        std::ref(l), std::ref(c), std::ref(e), std::ref(said));
    w.settle();
    auto held = l.try_acquire();
    e.set();
    w.settle();
    CHECK(said.empty());
    held.release();
    w.settle();
    CHECK(joined(said) == "event, holding");
    CHECK_FALSE(l.locked());
}

TEST_CASE("select: selects nest, stand in a race, and go on after another arm of when_any has failed") {
    room w;
    journal said;
    channel<int> a, b, fails;
    auto nested = [](channel<int>& one, channel<int>& two, channel<int>& bad, journal& s) -> task<> {
        auto inner =
            select(on(one.receive(), [](int n) { return n; }), on(two.receive(), [](int n) { return -n; }));
        auto won = co_await when_any(std::move(inner), bad.receive());
        s.push_back(std::to_string(won.which) + ":" + std::to_string(won.first));
    };
    w.spawn(nested, std::ref(a), std::ref(b), std::ref(fails), std::ref(said));
    w.settle();
    fails.close();
    w.settle();
    CHECK(said.empty());
    CHECK(b.statistics().waiting_receivers == 1);
    CHECK(b.try_send(3));
    w.settle();
    CHECK(joined(said) == "0:-3");
}

TEST_CASE("select: the report names every arm") {
    world w;
    channel<int> a;
    event e;
    CHECK(tells(deadlock_of(w, select(on(a.receive(), [](int) {}), on(e.wait(), [] {}))),
                "the first of: a channel of int, to receive (no buffer), an event to be set"));
}
