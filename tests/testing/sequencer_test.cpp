// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/sequencer.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace rondo;
using rondo::testing::sequencer;
using journal = std::vector<std::string>;

namespace {

task<> takes_turn(sequencer& order, journal& said, std::size_t position, duration busy) {
    auto mine = co_await order(position);
    said.push_back("in " + std::to_string(position));
    co_await sleep(busy);
    said.push_back("out " + std::to_string(position));
}
task<> tries_turn(sequencer& order, journal& said, std::size_t position) {
    try {
        auto mine = co_await order(position);
        said.push_back("in");
    } catch (const runtime_error& error) {
        said.push_back(error.what());
    }
}

} // namespace

TEST_CASE("sequencer: blocks run in the order of their positions, one after the other, whoever came first") {
    testing::test_loop on;
    sequencer order;
    journal said;
    for (const std::size_t position : {3U, 1U, 0U, 2U})
        on.spawn(takes_turn, std::ref(order), std::ref(said), position,
                 3ms - static_cast<int>(position) * 1ms);
    on.advance(1s);
    CHECK(said == journal{"in 0", "out 0", "in 1", "out 1", "in 2", "out 2", "in 3", "out 3"});
}

TEST_CASE("sequencer: one task may take several, without waiting for itself") {
    testing::test_loop on;
    auto body = []() -> task<> {
        sequencer order;
        for (std::size_t i = 0; i < 300; ++i) auto mine = co_await order(i);
    };
    on.run(body());
}

TEST_CASE("sequencer: a position is taken once") {
    testing::test_loop on;
    sequencer order;
    journal said;
    on.spawn(takes_turn, std::ref(order), std::ref(said), 0U, 1ms);
    on.spawn(tries_turn, std::ref(order), std::ref(said), 0U);
    on.spawn(takes_turn, std::ref(order), std::ref(said), 1U, 1ms);
    on.spawn(tries_turn, std::ref(order), std::ref(said), 1U);
    on.advance(1s);
    on.spawn(tries_turn, std::ref(order), std::ref(said), 0U);
    on.settle();
    CHECK(said == journal{"in 0", "sequencer: position 0 was taken before",
                      "sequencer: position 1 was taken before", "out 0", "in 1", "out 1",
                      "sequencer: position 0 was taken before"});
}

TEST_CASE("sequencer: who is cancelled while waiting breaks it for all") {
    testing::test_loop on;
    sequencer order;
    journal said;
    auto third = on.spawn(takes_turn, std::ref(order), std::ref(said), 2U, 1ms);
    on.spawn(tries_turn, std::ref(order), std::ref(said), 3U);
    on.settle();
    third.cancel();
    on.settle();
    CHECK(third.was_cancelled());
    on.spawn(tries_turn, std::ref(order), std::ref(said), 0U);
    on.settle();
    const std::string broken = "sequencer: the sequence is broken: one of those before was cancelled";
    CHECK(said == journal{broken, broken});
}

TEST_CASE("sequencer: a turn that has been given is not lost by a cancellation in the same turn") {
    testing::test_loop on;
    sequencer order;
    journal said;
    auto second = on.spawn(takes_turn, std::ref(order), std::ref(said), 1U, 0ms);
    on.spawn(tries_turn, std::ref(order), std::ref(said), 2U);
    auto first = [&]() -> task<> {
        co_await takes_turn(order, said, 0, 1ms); // gives the turn to the second
        second.cancel();
    };
    on.spawn(first);
    on.advance(1s);
    CHECK(said == journal{"in 0", "out 0", "in 1", "in"});
}
