// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/semaphore.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> use(semaphore& s, journal& said, std::string name, int count = 1) {
    auto mine = co_await s.acquire(static_cast<std::size_t>(count));
    CHECK(mine.count() == static_cast<std::size_t>(count));
    said.push_back("+" + name);
    co_await yield_now();
    said.push_back("-" + name);
}

} // namespace

TEST_CASE("L42: permits go in FIFO order, and nobody overtakes even when there are some") {
    room w;
    journal said;
    semaphore s(2);
    auto one = s.try_acquire();
    w.spawn(use, std::ref(s), std::ref(said), "big", 2);
    w.spawn(use, std::ref(s), std::ref(said), "small", 1);
    w.settle();
    CHECK(s.permits() == 1); // enough for the small one, who stands behind
    CHECK_FALSE(s.try_acquire());
    CHECK(said.empty());
    CHECK(s.statistics().waiting == 2);
    one.release();
    w.settle();
    CHECK(joined(said) == "+big | -big | +small | -small");
    CHECK(s.permits() == 2);
    CHECK(s.statistics().held == 0);
}

TEST_CASE("L43: a cancelled waiter passes its permit on") {
    room w;
    journal said;
    semaphore s(1);
    auto held = s.try_acquire();
    auto a = w.spawn(use, std::ref(s), std::ref(said), "a", 1);
    w.spawn(use, std::ref(s), std::ref(said), "b", 1);
    w.settle();
    held.release(); // a has it from now on
    CHECK(s.permits() == 0);
    a.cancel();
    w.settle();
    CHECK(joined(said) ==
          "+a | +b | -b"); // a gets it, is cancelled at its next checkpoint, and gives it back
    CHECK(s.permits() == 1);
}

TEST_CASE("L43: cancelled before anything is free, a waiter is passed over; who stood behind it and wants "
          "less goes on") {
    room w;
    journal said;
    semaphore s(2);
    auto held = s.try_acquire();
    auto big = w.spawn(use, std::ref(s), std::ref(said), "big", 2);
    w.spawn(use, std::ref(s), std::ref(said), "small", 1);
    w.settle();
    big.cancel();
    w.settle();
    CHECK(big.was_cancelled());
    CHECK(joined(said) == "+small | -small");
}

TEST_CASE("L43: releasing above the bound is a value_error and changes nothing; so is a negative start") {
    semaphore s(1, 2);
    s.release();
    CHECK(s.permits() == 2);
    CHECK_THROWS_AS(s.release(), const value_error&);
    CHECK(s.permits() == 2);
    auto held = s.try_acquire(2);
    CHECK(raised([&] { s.release(); }) ==
          "semaphore::release: with 1 more there were 3 permits, above the bound of 2: "
          "what is held is released by its permit");
    CHECK_THROWS_AS(semaphore(-1), const value_error&);
    CHECK_THROWS_AS(semaphore(3, 2), const value_error&);
    CHECK_THROWS_AS(static_cast<void>(s.acquire(3)), const value_error&);
    CHECK_THROWS_AS(static_cast<void>(s.try_acquire(3)), const value_error&);
}

TEST_CASE("semaphore: a permit that is kept is released by somebody else") {
    room w;
    journal said;
    semaphore s(0, 1);
    w.spawn(
        [](semaphore& at, journal& log_) -> task<> {
            auto one = co_await at.acquire();
            one.keep();
            log_.push_back("signalled");
            CHECK(at.statistics().held == 0);
        },
        std::ref(s), std::ref(said));
    w.settle();
    CHECK(said.empty());
    s.release();
    w.settle();
    CHECK(joined(said) == "signalled");
    CHECK(s.permits() == 0);
    s.release();
}

TEST_CASE("semaphore: a permit released twice is an error by name") {
    semaphore s(1);
    auto one = s.try_acquire();
    one.release();
    CHECK(tells(raised([&] { one.release(); }), "permit::release: it holds no permit"));
    CHECK(one.count() == 0);
    CHECK(s.permits() == 1);
}

TEST_CASE("semaphore: the deadlock report says what is missing") {
    world w;
    semaphore s(1);
    CHECK(tells(deadlock_of(w, s.acquire(2)), "waits for 2 permits of a semaphore that has 1"));
    auto held = s.try_acquire();
    world other;
    CHECK(tells(deadlock_of(other, s.acquire()), "waits for a permit of a semaphore that has 0"));
}
