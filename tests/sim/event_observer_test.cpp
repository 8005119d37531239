// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/event_observer.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/sim/container.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace rondo;
using namespace rondo::sim;

namespace {

class listener final : public event_observer {
public:
    explicit listener(any_environment& env) : event_observer(env) {}
    std::string text;
    bool alive() const { return observed() != nullptr; }
    std::uint64_t throws_at = 0;

private:
    void happens(const happening& what) override {
        text += std::to_string(static_cast<int>(what.time())) + " " + std::string(what.kind());
        if (const any_process who = what.process()) text += " of " + who.name();
        if (!what.interrupts().empty()) text += " at " + std::string(what.interrupts());
        for (const any_process& who : what.wakes()) text += " > " + who.name();
        text += what.failed() ? ", failed\n" : "\n";
        if (what.number() == throws_at) throw value_error("the observer's");
    }
};

process sleeper(environment& env, std::string& seen) {
    try {
        co_await env.timeout(5);
        seen += "slept ";
    } catch (const interrupted&) {
        seen += "woken ";
    }
}

} // namespace

TEST_CASE("event_observer: it is told of every event, before anybody goes on") {
    environment env;
    listener all(env);
    std::string seen;
    auto victim = env.process(sleeper(env, seen)).set_name("sleeper");
    env.process([&]() -> process {
           co_await env.timeout(2);
           victim.interrupt();
           co_await victim;
       })
        .set_name("rude");
    env.run();
    CHECK(seen == "woken ");
    CHECK(all.text == "0 start of sleeper > sleeper\n"
                      "0 start of rude > rude\n"
                      "2 timeout > rude\n"
                      "2 interrupt of sleeper at timeout > sleeper\n"
                      "2 end of sleeper > rude\n"
                      "2 end of rude\n");
    CHECK(env.now() == 5); // what is left of the timeout is nobody's event
}

TEST_CASE("event_observer: requests, conditions, failures") {
    environment env;
    listener all(env);
    resource desk(env);
    event<int> fails = env.event<int>();
    env.process([&]() -> process {
        auto turn = desk.request();
        co_await (turn || env.timeout(3));
        fails.fail(value_error("no"));
    });
    CHECK_THROWS_AS(env.run(), value_error);
    env.run();
    CHECK(all.text == "0 start of process 1 > process 1\n"
                      "0 request\n"
                      "0 condition > process 1\n"
                      "0 event, failed\n"
                      "0 release\n"
                      "0 end of process 1\n"
                      "3 timeout\n");
}

TEST_CASE("event_observer: in the native order ends are told, too") {
    environment env({.order = order_policy::native});
    listener all(env);
    env.process([&]() -> process { co_await env.timeout(1); });
    env.run();
    CHECK(all.text == "0 start of process 1 > process 1\n1 timeout > process 1\n1 end of process 1\n");
}

TEST_CASE("event_observer: what it throws ends run() when the event was processed, and run() goes on") {
    environment env;
    listener all(env);
    all.throws_at = 2;
    int ticks = 0;
    env.process([&]() -> process {
        for (; ticks < 3; ++ticks) co_await env.timeout(1);
    });
    CHECK_THROWS_AS(env.run(), value_error);
    CHECK(ticks == 1);
    env.run();
    CHECK(ticks == 3);
}

TEST_CASE("event_observer: they come and go in mid-run, and outlive the environment") {
    std::optional<environment> env(std::in_place);
    std::optional<listener> first(std::in_place, *env);
    listener second(*env);
    std::string seen;
    env->process(sleeper(*env, seen));
    env->run(1);
    first.reset();
    env->run();
    CHECK(second.text == "0 start of process 1 > process 1\n5 timeout > process 1\n5 end of process 1\n");
    CHECK(second.alive());
    env.reset();
    CHECK_FALSE(second.alive());
}

TEST_CASE("event_observer: the report tells who waits for what, why and where") {
    environment env;
    resource fork(env);
    resource knife(env);
    store<int> plates(env, 3);
    container sauce(env, 5, 1);
    const auto eats = [&](resource& one, resource& other) -> process {
        auto a = co_await one.request();
        co_await env.timeout(1);
        auto b = co_await other.request();
    };
    env.process(eats, std::ref(fork), std::ref(knife)).set_name("left");
    auto right = env.process(eats, std::ref(knife), std::ref(fork)).set_name("right");
    env.process([&]() -> process { co_await plates.get(); }).set_name("waiter");
    env.process([&]() -> process { co_await sauce.get(2); }).set_name("cook");
    env.process([&]() -> process { co_await (right && env.event()); }).set_name("guest");
    env.run();
    CHECK(env.now() == 1);
    const std::string text = env.report();
    const auto says = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    CHECK(says("process 'left' waits for request"));
    CHECK(says("of a resource, which is held by process 'right'"));
    CHECK(says("of a resource, which is held by process 'left'"));
    CHECK(says("process 'waiter' waits for get"));
    CHECK(says("of a store with 0 of 3 things in it"));
    CHECK(says("of a container that holds 1 of 5"));
    CHECK(says("process 'guest' waits for condition"));
    CHECK(says("of process 'right'"));
    if (RONDO_DIAGNOSTICS != 0) CHECK(says("observer_test.cpp:"));
    const std::string brief = env.report(2);
    CHECK(brief.find("… of 5 that have not ended") != std::string::npos);
    CHECK(brief.find("waiter") == std::string::npos);
    CHECK(environment().report().empty());
}
