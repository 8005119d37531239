// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/condition.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("condition: dropped members, temporaries and copies live as long as the condition needs them") {
    environment env;
    std::size_t got = 0;
    env.process([&]() -> process {
        condition kept = env.timeout(1, 1) && env.timeout(2, 2);
        const condition_value value = co_await kept;
        for (const any_event& e : value) got += static_cast<std::size_t>(e.value_as<int>());
    });
    env.run();
    CHECK(got == 3);
}

TEST_CASE("condition: at_least of more than there are can never happen, and is refused") {
    environment env;
    std::vector<event<void>> two{env.event(), env.event()};
    CHECK_THROWS_AS(static_cast<void>(at_least(3, two)), value_error);
    CHECK_THROWS_AS(static_cast<void>(at_least(0, std::vector<event<void>>())), value_error);
}

TEST_CASE("condition: asking for the value of a loser is refused") {
    environment env;
    event<int> quick = env.timeout(1, 1);
    event<int> slow = env.timeout(2, 2);
    const condition_value got = env.run(quick || slow);
    CHECK(got[quick] == 1);
    CHECK_THROWS_AS(static_cast<void>(got[slow]), value_error);
}
