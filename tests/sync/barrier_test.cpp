// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/barrier.hpp>

#include "support.hpp"

#include <tuple>

using namespace sync_test;

namespace {

task<> arrive(barrier& b, journal& said, std::string name, int times) {
    for (int i = 0; i < times; ++i) {
        std::string word = name;
        try {
            word += std::to_string(co_await b.wait());
        } catch (const broken_barrier&) {
            word += " broken";
        }
        said.push_back(word);
    }
}

} // namespace

TEST_CASE("L49: all leave together, numbered in the order of arrival, and the barrier is as new") {
    room w;
    journal said;
    barrier b(3);
    for (const char* name : {"a", "b"}) w.spawn(arrive, std::ref(b), std::ref(said), name, 2);
    w.settle();
    CHECK(said.empty());
    CHECK(b.waiting() == 2);
    w.spawn(arrive, std::ref(b), std::ref(said), "c", 2);
    w.settle();
    CHECK(joined(said) == "c2 | a0 | b1 | b2 | c0 | a1");
    CHECK(b.waiting() == 0);
    CHECK(b.statistics().parties == 3);
}

TEST_CASE("L49: abort breaks it for who waits and who comes; reset makes it new, and breaks who waits") {
    room w;
    journal said;
    barrier b(2);
    w.spawn(arrive, std::ref(b), std::ref(said), "a", 1);
    w.settle();
    b.abort();
    CHECK(b.broken());
    w.spawn(arrive, std::ref(b), std::ref(said), "b", 1);
    w.settle();
    CHECK(joined(said) == "a broken | b broken");
    b.reset();
    CHECK_FALSE(b.broken());
    said.clear();
    w.spawn(arrive, std::ref(b), std::ref(said), "c", 1);
    w.settle();
    b.reset();
    w.settle();
    CHECK(joined(said) == "c broken");
    CHECK_FALSE(b.statistics().broken);
}

TEST_CASE("L49: who is cancelled has not arrived; who was let go in the same turn has") {
    room w;
    journal said;
    barrier b(2);
    auto a = w.spawn(arrive, std::ref(b), std::ref(said), "a", 1);
    w.settle();
    a.cancel();
    w.settle();
    CHECK(b.waiting() == 0);
    auto c = w.spawn(arrive, std::ref(b), std::ref(said), "c", 1);
    w.settle();
    w.spawn(arrive, std::ref(b), std::ref(said), "d", 1);
    w.turn();
    c.cancel();
    w.settle();
    CHECK(joined(said) == "d1 | c0");
}

TEST_CASE("barrier: one party never waits, none is a value_error, and the report counts who has come") {
    world w;
    barrier alone(1);
    w.run([&]() -> task<> {
        const auto turn = w.on.turns();
        CHECK(co_await alone.wait() == 0);
        CHECK(w.on.turns() == turn);
    });
    CHECK_THROWS_AS(barrier(0), const value_error&);
    barrier b(3);
    CHECK(tells(deadlock_of(w, [](barrier& at) -> task<> { std::ignore = co_await at.wait(); }(b)),
                "waits for a barrier, at which 1 of 3 wait"));
}
