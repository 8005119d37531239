// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/latch.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> wait_and_say(latch& l, journal& said, std::string word) {
    co_await l.wait();
    said.push_back(std::move(word));
}

} // namespace

TEST_CASE("latch: at zero everybody who waits goes on, in order, and who comes later does not wait") {
    room w;
    journal said;
    latch l(3);
    for (const char* name : {"a", "b"}) w.spawn(wait_and_say, std::ref(l), std::ref(said), name);
    w.settle();
    l.count_down();
    w.settle();
    CHECK(said.empty());
    CHECK(l.statistics().count == 2);
    CHECK(l.statistics().waiting == 2);
    l.count_down(2);
    w.settle();
    CHECK(joined(said) == "a | b");
    const auto turns = w.on.turns();
    w.run(l.wait());
    CHECK(w.on.turns() <= turns + 2);
}

TEST_CASE("latch: counting below zero is a value_error and changes nothing") {
    latch l(1);
    CHECK(raised([&] { l.count_down(2); }) == "latch::count_down: 2 more have come, and 1 were to come");
    CHECK(l.count() == 1);
    l.count_down();
    CHECK_THROWS_AS(l.count_down(), const value_error&);
}

TEST_CASE("latch: a cancelled wait leaves it, and the report says how many are missing") {
    room w;
    journal said;
    latch l(1);
    auto handle = w.spawn(wait_and_say, std::ref(l), std::ref(said), "a");
    w.settle();
    CHECK(tells(w.on.report(), "waits for a latch, 1 still to come"));
    handle.cancel();
    CHECK(l.statistics().waiting == 0);
    l.count_down();
    w.settle();
    CHECK(said.empty());
}
