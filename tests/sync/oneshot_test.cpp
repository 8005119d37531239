// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/oneshot.hpp>

#include "support.hpp"

using namespace sync_test;

namespace {

task<> wait_and_say(oneshot<int>& shot, journal& said, std::string name) {
    try {
        const int got = co_await shot.wait();
        said.push_back(name + std::to_string(got));
    } catch (const oops& error) {
        said.push_back(name + " oops " + std::to_string(error.number));
    } catch (const task_cancelled&) {
        said.push_back(name + " was not answered");
    }
}

} // namespace

TEST_CASE(
    "L9: set or failed twice, or asked too early: invalid_state_error; cancelling what is done is false") {
    oneshot<int> shot;
    CHECK(raised([&] { static_cast<void>(shot.result()); }) == "invalid_state");
    shot.set(1);
    CHECK(raised([&] { shot.set(2); }) == "invalid_state");
    CHECK(raised([&] { shot.fail(std::make_exception_ptr(oops())); }) == "invalid_state");
    CHECK_FALSE(shot.cancel());
    CHECK(shot.result() == 1);
    oneshot<int> failed;
    CHECK_THROWS_AS(failed.fail(nullptr), const value_error&);
    failed.fail(std::make_exception_ptr(oops(3)));
    CHECK(raised([&] { failed.set(2); }) == "invalid_state");
    CHECK(raised([&] { static_cast<void>(failed.result()); }) == "oops 3");
    oneshot<int> stopped;
    CHECK(stopped.cancel());
    CHECK_FALSE(stopped.cancel());
    CHECK(stopped.was_cancelled());
    CHECK(raised([&] { static_cast<void>(stopped.result()); }) == "task_cancelled");
}

TEST_CASE("L10: waiting for a oneshot that is done does not suspend") {
    world w;
    oneshot<int> shot;
    shot.set(7);
    w.run([&]() -> task<> {
        const auto turn = w.on.turns();
        const int got = co_await shot.wait();
        CHECK(got == 7);
        CHECK(w.on.turns() == turn);
    });
}

TEST_CASE("L11: from set to who waits is one turn") {
    room w;
    journal said;
    oneshot<int> shot;
    w.spawn(wait_and_say, std::ref(shot), std::ref(said), "got ");
    w.settle();
    shot.set(5);
    CHECK(said.empty());
    w.turn();
    CHECK(joined(said) == "got 5");
}

TEST_CASE("L12: all who wait go on in the order of waiting, and share the value or the error") {
    room w;
    journal said;
    oneshot<int> good, bad, stopped;
    for (const char* name : {"a", "b"}) {
        w.spawn(wait_and_say, std::ref(good), std::ref(said), name);
        w.spawn(wait_and_say, std::ref(bad), std::ref(said), name);
        w.spawn(wait_and_say, std::ref(stopped), std::ref(said), name);
    }
    w.settle();
    CHECK(good.statistics().waiting == 2);
    bad.fail(std::make_exception_ptr(oops(1)));
    good.set(2);
    stopped.cancel();
    w.settle();
    CHECK(joined(said) == "a oops 1 | b oops 1 | a2 | b2 | a was not answered | b was not answered");
    CHECK(good.statistics().done);
}

TEST_CASE("L13: the value is read many times, at one place in memory") {
    world w;
    oneshot<std::string> shot;
    shot.set(3, 'x');
    w.run([&]() -> task<> {
        const std::string& first = co_await shot.wait();
        const std::string& second = co_await shot.wait();
        CHECK(&first == &second);
        CHECK(first == "xxx");
    });
    CHECK(shot.take() == "xxx");
}

TEST_CASE("oneshot: of nothing, and of what is only moved") {
    world w;
    oneshot<> done;
    done.set();
    w.run(done.wait());
    oneshot<std::unique_ptr<int>> owned;
    owned.set(new int(4));
    CHECK(*owned.result() == 4);
    CHECK(*owned.take() == 4);
}

TEST_CASE(
    "oneshot: cancelled while it waits a task leaves it; cancelled after it was set it gets the value") {
    room w;
    journal said;
    oneshot<int> shot;
    auto a = w.spawn(wait_and_say, std::ref(shot), std::ref(said), "a");
    auto b = w.spawn(wait_and_say, std::ref(shot), std::ref(said), "b");
    w.settle();
    CHECK(tells(w.on.report(), "waits for a oneshot to be set"));
    a.cancel();
    shot.set(1);
    b.cancel();
    w.settle();
    CHECK(joined(said) == "b1");
    CHECK(a.was_cancelled());
}
