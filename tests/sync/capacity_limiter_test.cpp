// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/capacity_limiter.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> borrow(capacity_limiter& limiter, journal& said, std::string name) {
    auto token = co_await limiter.acquire();
    said.push_back("+" + name);
    co_await yield_now();
    said.push_back("-" + name);
}

} // namespace

TEST_CASE("capacity_limiter: at most so many at once, in the order of asking") {
    room w;
    journal said;
    capacity_limiter limiter(2);
    for (const char* name : {"a", "b", "c"}) w.spawn(borrow, std::ref(limiter), std::ref(said), name);
    w.turn();
    CHECK(limiter.statistics().borrowed == 2);
    CHECK(limiter.statistics().waiting == 1);
    w.settle();
    CHECK(joined(said) == "+a | +b | -a | -b | +c | -c");
    CHECK(limiter.statistics().borrowed == 0);
}

TEST_CASE(
    "capacity_limiter: a borrower has one token; asking twice, or giving back twice, is an error by name") {
    room w;
    capacity_limiter limiter(5);
    w.run([&]() -> task<> {
        auto token = co_await limiter.acquire();
        std::string said;
        try {
            auto again = co_await limiter.acquire();
        } catch (const runtime_error& error) {
            said = error.what();
        }
        CHECK(said == "capacity_limiter::acquire: this borrower holds a token already, or waits for one");
        CHECK_THROWS_AS(static_cast<void>(limiter.try_acquire()), const runtime_error&);
        int child = 0;
        auto for_child = co_await limiter.acquire_on_behalf_of(&child);
        CHECK(limiter.statistics().borrowed == 2);
        for_child.release();
        CHECK(tells(raised([&] { for_child.release(); }), "borrowed_token::release: it holds no token"));
    });
    CHECK(limiter.statistics().borrowed == 0);
    CHECK(tells(raised([&] { static_cast<void>(limiter.acquire()); }), "use acquire_on_behalf_of()"));
}

TEST_CASE("capacity_limiter: a borrower that waits already may not ask again") {
    room w;
    capacity_limiter limiter(0);
    int who = 0;
    auto ask = [](capacity_limiter& at, int& by) -> task<> {
        auto token = co_await at.acquire_on_behalf_of(&by);
    };
    auto first = w.spawn(ask, std::ref(limiter), std::ref(who));
    auto second = w.spawn(ask, std::ref(limiter), std::ref(who));
    w.settle();
    CHECK_FALSE(first.done());
    CHECK(tells(raised([&] { second.result(); }), "holds a token already, or waits for one"));
    CHECK(tells(w.on.report(), "waits for a token of a capacity limiter, 0 of 0 are borrowed"));
    first.cancel();
    w.settle();
}

TEST_CASE("capacity_limiter: a larger total lets who waits go on; a smaller one keeps everybody until enough "
          "came back") {
    room w;
    journal said;
    capacity_limiter limiter(0);
    for (const char* name : {"a", "b", "c"}) w.spawn(borrow, std::ref(limiter), std::ref(said), name);
    w.settle();
    limiter.set_total(2);
    CHECK(limiter.statistics().borrowed == 2);
    limiter.set_total(1);
    w.turn();
    CHECK(joined(said) == "+a | +b");
    CHECK(limiter.statistics().borrowed == 2);
    CHECK(limiter.total() == 1);
    w.settle();
    CHECK(joined(said) == "+a | +b | -a | -b | +c | -c");
}

TEST_CASE(
    "capacity_limiter: a cancelled waiter is passed over; one that has its token already gives it back") {
    room w;
    journal said;
    capacity_limiter limiter(1);
    int me = 0;
    borrowed_token mine;
    w.run([&]() -> task<> { mine = co_await limiter.acquire_on_behalf_of(&me); });
    auto a = w.spawn(borrow, std::ref(limiter), std::ref(said), "a");
    auto b = w.spawn(borrow, std::ref(limiter), std::ref(said), "b");
    w.spawn(borrow, std::ref(limiter), std::ref(said), "c");
    w.settle();
    a.cancel();
    mine.release();
    b.cancel();
    w.settle();
    CHECK(joined(said) == "+b | +c | -c");
}
