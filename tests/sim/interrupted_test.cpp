// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/interrupted.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("interrupted: it has a cause of any type, or none") {
    const interrupted none;
    CHECK_FALSE(none.has_cause());
    const interrupted some(5);
    CHECK(*some.cause_as<int>() == 5);
    CHECK(some.cause_as<double>() == nullptr);
    CHECK(std::string(some.what()) == "the process was interrupted");
}

TEST_CASE("interrupted: a status instead, and the event lives on") {
    environment env;
    std::string seen;
    auto p = env.process([&]() -> process {
        event<int> slow = env.timeout(5, 42);
        auto first = co_await slow.or_interrupt();
        if (first.is_interrupted()) seen += std::any_cast<std::string>(first.cause());
        auto second = co_await slow.or_interrupt();
        if (second) seen += std::to_string(second.value());
    });
    env.run(1);
    p.interrupt("x");
    env.run();
    CHECK(seen == "x42");
}
