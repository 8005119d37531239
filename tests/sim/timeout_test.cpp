// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/timeout.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("timeout: one that is kept is an event, also when somebody waits for it already") {
    environment env;
    std::string seen;
    env.process([&]() -> process {
        auto own = env.timeout(2, std::string("two"));
        event<std::string> kept = own;
        env.process([](event<std::string> e, std::string& to) -> process { to += co_await e; }, kept,
                    std::ref(seen));
        seen += co_await own;
        seen += own.value();
    });
    env.run();
    CHECK(seen == "twotwotwo");
}

TEST_CASE("timeout: the target of a process is its timeout, and the process hears of it all the same") {
    environment env;
    bool done = false;
    auto p = env.process([&]() -> process {
        co_await env.timeout(5);
        done = true;
    });
    env.run(1);
    any_event target = p.target();
    CHECK(target.triggered());
    CHECK_FALSE(target.processed());
    env.run();
    CHECK(done);
    CHECK(target.processed());
    CHECK(env.now() == 5);
}

TEST_CASE("timeout: one that is dropped still moves the clock in SimPy's order, and not in the native one") {
    for (const order_policy how : {order_policy::simpy, order_policy::native}) {
        environment env({.order = how});
        static_cast<void>(env.timeout(9));
        env.run();
        CHECK(env.now() == (how == order_policy::simpy ? 9 : 0));
    }
}
