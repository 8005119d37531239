// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("resource: a capacity of zero is refused, with the place") {
    environment env;
    std::string text;
    try {
        resource wrong(env, 0);
    } catch (const value_error& error) {
        text = error.what();
    }
    CHECK(text.find("a capacity of 0 is not above zero") != std::string::npos);
}

TEST_CASE("resource: what is not its own cannot be released to it") {
    environment env;
    resource one(env);
    resource two(env);
    auto turn = one.request();
    CHECK_THROWS_AS(two.release(turn), value_error);
    CHECK_THROWS_AS(two.release(env.event()), value_error);
    CHECK(one.count() == 1);
    one.release(turn);
    env.run();
    CHECK(one.count() == 0);
}

TEST_CASE("resource: `auto turn = co_await desk.request()` is a lease") {
    environment env;
    resource desk(env);
    env.process([&]() -> process {
        {
            auto turn = co_await desk.request();
            CHECK(turn.granted());
            CHECK(desk.count() == 1);
            co_await env.timeout(1);
        }
        co_await env.timeout(1);
        CHECK(desk.count() == 0);
    });
    env.run();
    CHECK(env.now() == 2);
}

TEST_CASE("resource: leases may outlive it") {
    environment env;
    std::optional<resource> desk(std::in_place, env, 1);
    auto held = desk->request();
    auto waiting = desk->request();
    CHECK(held.granted());
    CHECK_FALSE(waiting.granted());
    desk.reset();
    CHECK_FALSE(held.granted());
    env.run();
}
