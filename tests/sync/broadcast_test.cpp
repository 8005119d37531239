// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/broadcast.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> listen(broadcast<int>::receiver from, journal& said, std::string name) {
    for (;;) {
        std::string word;
        try {
            auto got = co_await from.next();
            if (!got) break;
            word = std::to_string(*got);
        } catch (const receiver_lagged& lag) {
            word = "missed " + std::to_string(lag.missed());
        }
        said.push_back(name + word);
    }
    said.push_back(name + "end");
}

} // namespace

TEST_CASE("broadcast: everybody gets each value that is sent after they subscribed, and the end") {
    room w;
    journal said;
    broadcast<int> hub(4);
    CHECK(hub.send(0) == 0);
    w.spawn(listen, hub.subscribe(), std::ref(said), "a");
    w.spawn(listen, hub.subscribe(), std::ref(said), "b");
    w.settle();
    CHECK(hub.statistics().waiting == 2);
    CHECK(hub.send(1) == 2);
    CHECK(hub.send(2) == 2);
    w.settle();
    CHECK(joined(said) == "a1 | a2 | b1 | b2");
    hub.close();
    w.settle();
    CHECK(joined(said) == "a1 | a2 | b1 | b2 | aend | bend");
    CHECK(hub.statistics().receivers == 0);
    CHECK(hub.statistics().sent == 3);
}

TEST_CASE("broadcast: who is slower than the buffer is told how much it missed, once, and goes on with the "
          "oldest kept") {
    world w;
    broadcast<int> hub(2);
    auto slow = hub.subscribe();
    for (int n = 1; n <= 5; ++n) hub.send(n);
    CHECK(slow.behind() == 5);
    std::uint64_t missed = 0;
    try {
        slow.try_receive();
    } catch (const receiver_lagged& lag) {
        missed = lag.missed();
    }
    CHECK(missed == 3);
    CHECK(hub.statistics().missed == 3);
    CHECK(slow.try_receive() == 4);
    auto copy = slow.clone();
    CHECK(slow.try_receive() == 5);
    CHECK(slow.try_receive() == std::nullopt);
    CHECK(copy.try_receive() == 5);
    hub.send(6);
    CHECK(w.run(slow.receive()) == 6);
}

TEST_CASE("broadcast: a waiter that was woken, and was overtaken before it ran, is told so") {
    room w;
    journal said;
    broadcast<int> hub(1);
    w.spawn(listen, hub.subscribe(), std::ref(said), "");
    w.settle();
    hub.send(1);
    hub.send(2);
    w.settle();
    CHECK(joined(said) == "missed 1 | 2");
    hub.close();
    w.settle();
}

TEST_CASE("broadcast: a cancelled wait loses nothing, before the value comes and after it") {
    room w;
    broadcast<int> hub(4);
    auto from = hub.subscribe();
    journal said;
    auto once = [](broadcast<int>::receiver& r, journal& s) -> task<> {
        s.push_back(std::to_string(co_await r.receive()));
    };
    auto first = w.spawn(once, std::ref(from), std::ref(said));
    w.settle();
    first.cancel();
    hub.send(1);
    w.settle();
    CHECK(first.was_cancelled());
    auto second = w.spawn(once, std::ref(from), std::ref(said)); // reads what the first did not
    w.settle();
    auto third = w.spawn(once, std::ref(from), std::ref(said));
    w.settle();
    hub.send(2);
    third.cancel(); // too late
    w.settle();
    CHECK(joined(said) == "1 | 2");
}

TEST_CASE("broadcast: misuse is an error by name") {
    CHECK_THROWS_AS(broadcast<int>(0), const value_error&);
    broadcast<int> hub(1);
    auto from = hub.subscribe();
    auto moved = std::move(from);
    CHECK(tells(raised([&] { static_cast<void>(from.receive()); }), "this receiver was moved from"));
    hub.close();
    CHECK(tells(raised([&] { hub.send(1); }), "broadcast: nothing can be sent: it is closed"));
    world w;
    CHECK(tells(raised([&] { w.run(moved.receive()); }), "broadcast: nothing can be received: it is closed"));
    CHECK(w.run(moved.next()) == std::nullopt);
    CHECK(hub.statistics().closed);
}
