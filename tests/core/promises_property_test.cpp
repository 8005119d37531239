// SPDX-License-Identifier: BSL-1.0
//
// The promises of the kernel, tried by random programs of tasks, routines, generators adopted and async, timers, groups,
// races, cancellations and scopes: each run by the library, and by a model of it that knows no coroutine.
#include "promises/tries.hpp"

#include <rondo/testing/step_hash.hpp>

#include <doctest/doctest.h>

using namespace promises;

TEST_CASE(
    "promises: two thousand random programs run step for step as the model says, and break no promise") {
    seen_in_programs seen;
    for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
        CAPTURE(seed);
        const std::string wrong = try_program(seed, seen);
        REQUIRE_MESSAGE(wrong.empty(), wrong);
    }
    CHECK(seen.enough() == ""); // the programs are worth something
}

TEST_CASE("promises: the same program takes the same steps, and an observer changes none") {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        const script program = random_program(seed).make();
        rondo::testing::step_hash first, second;
        const outcome one = perform(program, nullptr, &first);
        const outcome two = perform(program, nullptr, &second);
        REQUIRE(one.log == two.log);
        REQUIRE(first.value() == second.value());
        REQUIRE(perform(program).log == one.log);
    }
}

TEST_CASE("promises: what names no order holds in every order: turns, groups, ends, nothing lost") {
    std::size_t others = 0;
    for (std::uint32_t seed = 1; seed <= 500; ++seed) {
        CAPTURE(seed);
        const std::string wrong = try_shuffled(seed, others);
        REQUIRE_MESSAGE(wrong.empty(), wrong);
    }
    CHECK(others > 200); // programs that ran otherwise than in the order of the queue
}
