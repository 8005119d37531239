// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

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

TEST_CASE("resource: to release what is not held names the request, the process and the place") {
    const auto refused = [](auto f) {
        try {
            f();
        } catch (const rondo::runtime_error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    const auto says = [](const std::string& text, std::string_view part) {
        return text.find(part) != std::string::npos;
    };
    for (const order_policy how : {order_policy::simpy, order_policy::native}) {
        environment env({.order = how});
        preemptive_resource desk(env);
        std::string lost, twice, twice_by_itself;
        env.process([&]() -> process {
               auto turn = co_await desk.request({.priority = 2});
               try {
                   co_await env.timeout(5);
               } catch (const interrupted&) {}
               lost = refused([&] { desk.release(turn); });
               auto second = co_await desk.request({.priority = 2});
               desk.release(second);
               twice = refused([&] { desk.release(second); });
               twice_by_itself = refused([&] { second.release(); });
           })
            .set_name("clerk");
        env.process([&]() -> process {
            co_await env.timeout(1);
            auto turn = co_await desk.request({.priority = 1});
            auto waits = desk.request({.priority = 3});
            CHECK(says(refused([&] { waits.release(); }), "waits, and holds nothing: cancel()"));
            CHECK(waits.waiting());
            co_await env.timeout(1);
        });
        env.run();
        CHECK(says(lost, "the request"));
        CHECK(says(lost, "does not hold it any more"));
        for (const std::string& text : {lost, twice, twice_by_itself}) {
            CHECK(says(text, "process 'clerk'"));
            if (RONDO_DIAGNOSTICS != 0) CHECK(says(text, "resource_test.cpp:"));
        }
        CHECK(says(twice, "holds nothing"));
        event<void> kept = desk.request().detach();
        desk.release(kept);
        if (how == order_policy::native) // SimPy lets it pass
            CHECK(says(refused([&] { desk.release(kept); }), "does not hold it any more"));
        else
            desk.release(kept);
    }
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

TEST_CASE("resource: a request that was given up is an empty event, and may be given up again") {
    environment env;
    resource desk(env, 1);
    auto turn = desk.request();
    CHECK_FALSE(turn.waiting());
    auto second = desk.request();
    CHECK(second.waiting());
    desk.release(turn);
    CHECK_FALSE(turn.as_event());
    CHECK_FALSE(turn.detach());
    env.run();
    CHECK_FALSE(second.waiting());
    CHECK(second.granted());
}
