// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/event.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("event: it happens once, and says who asked when it is asked again") {
    environment env;
    event<int> e = env.event<int>();
    e.succeed(1);
    std::string text;
    try {
        e.succeed(2);
    } catch (const rondo::runtime_error& error) {
        text = error.what();
    }
    CHECK(text.find("has already been triggered") != std::string::npos);
    CHECK(text.find("no process") != std::string::npos);
    if (RONDO_DIAGNOSTICS != 0) CHECK(text.find("event_test.cpp:") != std::string::npos);
    CHECK_THROWS_AS(e.fail(value_error("x")), rondo::runtime_error);
    CHECK(e.value() == 1);
    CHECK_THROWS_AS(e.value_as<double>(), type_error);
    CHECK(e.value_as<int>() == 1);
}

TEST_CASE("event: values that cannot be copied are moved to the one who awaits an rvalue") {
    environment env;
    event<std::unique_ptr<int>> e = env.event<std::unique_ptr<int>>();
    int got = 0;
    env.process([&]() -> process {
        const auto& shown = co_await e;
        got += *shown;
        const std::unique_ptr<int> mine = co_await std::move(e);
        got += *mine;
    });
    e.succeed(std::make_unique<int>(4));
    env.run();
    CHECK(got == 8);
}

TEST_CASE("event: an event of another environment is refused, with the process that waits") {
    environment one;
    environment two;
    event<void> foreign = two.event();
    one.process([&]() -> process { co_await foreign; }).set_name("lost");
    std::string text;
    try {
        one.run();
    } catch (const value_error& error) {
        text = error.what();
    }
    CHECK(text.find("another environment") != std::string::npos);
    CHECK(text.find("process 'lost'") != std::string::npos);
    CHECK_THROWS_AS(one.run(foreign), value_error);
}

TEST_CASE("event: a callback that throws ends run(); who was behind it goes on in the next one") {
    environment env;
    event<void> e = env.event();
    int after = 0;
    e.add_callback([](event<void>&) { throw value_error("a callback's"); });
    e.add_callback([&](event<void>&) { ++after; });
    e.succeed();
    CHECK_THROWS_AS(env.run(), value_error);
    CHECK(after == 0);
    env.run();
    CHECK(after == 1);
}

TEST_CASE("event: an empty handle says so") {
    event<int> e;
    CHECK_FALSE(e);
    CHECK_THROWS_AS(static_cast<void>(e.triggered()), invalid_state_error);
}
