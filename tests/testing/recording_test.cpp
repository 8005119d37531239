// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/recording.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/testing/shuffled.hpp>
#include <rondo/testing/step_hash.hpp>
#include <rondo/testing/test_loop.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using namespace rondo::testing;

namespace {

task<> yields(int times) {
    for (int i = 0; i < times; ++i) co_await yield_now();
}
std::uint64_t hash_under(oracle* chooser, int tasks = 6) {
    step_hash steps;
    test_loop on({.chooser = chooser, .observer = &steps});
    for (int i = 0; i < tasks; ++i) on.spawn(yields, i);
    on.settle();
    return steps.value();
}

} // namespace

TEST_CASE("recording: a recorded run is replayed, step for step, without the oracle that made it") {
    shuffled chance(9);
    recording tape(&chance);
    const std::uint64_t hash = hash_under(&tape);
    CHECK(tape.choices().size() > 10);
    CHECK(hash != hash_under(nullptr));

    replaying again(tape.choices());
    CHECK(hash_under(&again) == hash);
    CHECK_FALSE(again.diverged());
    CHECK(again.left() == 0);
}

TEST_CASE("recording: without an oracle it keeps the first of each, which is FIFO") {
    recording tape;
    CHECK(hash_under(&tape) == hash_under(nullptr));
    for (const made_choice& one : tape.choices()) CHECK(one.picked == 0);
}

TEST_CASE("recording: another program is noticed, and runs on in FIFO") {
    recording tape;
    hash_under(&tape);
    replaying again(tape.choices());
    hash_under(&again, 5);
    CHECK(again.diverged());
    CHECK(again.choose(choice::ready, 3) == 0);
}

TEST_CASE("recording: after the last recorded choice the answer is the first") {
    replaying short_one({{choice::ready, 3, 2}});
    CHECK(short_one.choose(choice::ready, 3) == 2);
    CHECK(short_one.choose(choice::ready, 3) == 0);
    CHECK_FALSE(short_one.diverged());
}

TEST_CASE("recording: as text and back") {
    const std::vector<made_choice> choices{{choice::ready, 3, 1},
                                           {choice::completion, 2, 0},
                                           {choice::fault, 4, 3},
                                           {choice::latency, 100, 7},
                                           {choice::user, 1, 0}};
    CHECK(to_text(choices) == "r 1/3 c 0/2 f 3/4 l 7/100 u 0/1");
    CHECK(choices_from(to_text(choices)) == choices);
    CHECK(choices_from(" \n").empty());
    for (const char* wrong : {"x 1/2", "r", "r 1", "r 1/", "r /2", "r 2/2", "r -1/2", "ready 1/2", "r 1/2x"})
        CHECK_THROWS_AS(choices_from(wrong), value_error);
}
