// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/process.hpp>

#include <rondo/sim/environment.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace rondo;
using namespace rondo::sim;

TEST_CASE("process: interrupting the dead or oneself names the process and the place") {
    environment env;
    auto dead = env.process([&]() -> process { co_await env.timeout(1); });
    dead.set_name("martha");
    env.run();
    std::string text;
    try {
        dead.interrupt();
    } catch (const rondo::runtime_error& error) {
        text = error.what();
    }
    CHECK(text.find("has terminated and cannot be interrupted") != std::string::npos);
    if (RONDO_DIAGNOSTICS != 0) CHECK(text.find("process_test.cpp:") != std::string::npos);
    env.process([&]() -> process {
        try {
            env.active_process().interrupt();
        } catch (const rondo::runtime_error& error) {
            text = error.what();
        }
        co_return;
    });
    env.run();
    CHECK(text.find("is not allowed to interrupt itself") != std::string::npos);
}

TEST_CASE("process: a task that it awaits is interrupted in its place") {
    environment env;
    std::string seen;
    const auto inner = [](environment& in, std::string& to) -> task<int> {
        try {
            co_await in.timeout(10);
        } catch (const interrupted& i) {
            to = *i.cause_as<std::string>();
        }
        co_return 3;
    };
    auto p = env.process([&]() -> process_of<int> { co_return co_await inner(env, seen); });
    env.run(1);
    p.interrupt("hurry");
    CHECK(env.run(p) == 3);
    CHECK(seen == "hurry");
    CHECK(env.now() == 1);
}

TEST_CASE("process: a coroutine that was awaited already is refused") {
    environment env;
    process p = [](environment& in) -> process { co_await in.timeout(1); }(env);
    env.process(std::move(p));
    CHECK_THROWS_AS(env.process(std::move(p)), rondo::runtime_error); // NOLINT
    env.run();
}

TEST_CASE("process: handles outlive the environment") {
    process_handle<int> p;
    {
        environment env;
        p = env.process([]() -> process_of<int> { co_return 5; });
        env.run();
    }
    CHECK(p.value() == 5);
}
