// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/container.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("container: what cannot be is refused") {
    environment env;
    CHECK_THROWS_AS(container(env, 0), value_error);
    CHECK_THROWS_AS(container(env, std::numeric_limits<double>::quiet_NaN()), value_error);
    CHECK_THROWS_AS(container(env, 5, -1), value_error);
    CHECK_THROWS_AS(container(env, 5, 6), value_error);
    container tank(env, 5);
    CHECK_THROWS_AS(static_cast<void>(tank.put(0)), value_error);
    CHECK_THROWS_AS(static_cast<void>(tank.get(-1)), value_error);
    CHECK_THROWS_AS(static_cast<void>(tank.get(std::numeric_limits<double>::quiet_NaN())), value_error);
}

TEST_CASE("container: a claim that leaves its scope is withdrawn") {
    environment env;
    container tank(env, 10, 1);
    {
        auto wish = tank.get(5);
        CHECK(tank.get_queue_length() == 1);
    }
    CHECK(tank.get_queue_length() == 0);
    env.run();
    CHECK(tank.level() == 1);
}
