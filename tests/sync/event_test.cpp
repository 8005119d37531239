// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/event.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> wait_and_say(event& e, journal& said, std::string word) {
    co_await e.wait();
    said.push_back(std::move(word));
}

} // namespace

TEST_CASE("L46: set wakes all who wait, in order, even if it is cleared at once") {
    room w;
    journal said;
    event e;
    for (const char* name : {"a", "b", "c"}) w.spawn(wait_and_say, std::ref(e), std::ref(said), name);
    w.settle();
    CHECK(e.statistics().waiting == 3);
    e.set();
    e.clear();
    w.spawn(wait_and_say, std::ref(e), std::ref(said), "late");
    w.settle();
    CHECK(joined(said) == "a | b | c");
    CHECK_FALSE(e.is_set());
    CHECK(e.statistics().waiting == 1);
    e.set();
    w.settle();
    CHECK(joined(said) == "a | b | c | late");
}

TEST_CASE("event: wait does not suspend when it is set, and setting twice is setting once") {
    room w;
    event e;
    e.set();
    e.set();
    CHECK(e.statistics().set);
    w.run([&]() -> task<> {
        const auto turn = w.on.turns();
        co_await e.wait();
        CHECK(w.on.turns() == turn);
    });
}

TEST_CASE("event: who waits and is cancelled leaves the lot; who was woken in the same turn goes on") {
    room w;
    journal said;
    event e;
    auto first = w.spawn(wait_and_say, std::ref(e), std::ref(said), "first");
    auto second = w.spawn(wait_and_say, std::ref(e), std::ref(said), "second");
    w.settle();
    first.cancel();
    CHECK(e.statistics().waiting == 1);
    e.set();
    second.cancel(); // too late
    w.settle();
    CHECK(first.was_cancelled());
    CHECK_FALSE(second.was_cancelled());
    CHECK(joined(said) == "second");
}

TEST_CASE("event: the deadlock report names it") {
    world w;
    event e;
    CHECK(tells(deadlock_of(w, e.wait()), "waits for an event to be set"));
}
