// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process breaks(environment& env, double delay, std::string why) {
    co_await env.timeout(delay);
    say(env, "breaks: {}", why);
    throw std::range_error(why);
}
static process steady(environment& env) {
    for (int i = 0; i < 5; ++i) {
        co_await env.timeout(1);
        say(env, "steady");
    }
}
static process too_late(environment& env, event<void> victim) {
    co_await env.timeout(3.5);
    try {
        co_await victim;
    } catch (const std::range_error& error) {
        say(env, "awaited after the fact: {}", error.what());
    }
}

SIMPY_TWIN("22_failure_nobody_awaits") {
    environment env;
    env.process(steady(env));
    auto first = env.process(breaks(env, 2, "first"));
    env.process(breaks(env, 2, "second"));
    env.process(too_late(env, first));
    event<void> e = env.event();
    event<void> alarm = env.timeout(4);
    alarm.add_callback([&](event<void>&) { e.fail(std::range_error("an event")); });
    int stops = 0;
    for (;;) {
        try {
            env.run();
            break;
        } catch (const std::range_error& error) {
            ++stops;
            say(env, "run() ended with: {}", error.what());
        }
    }
    say(env, "end after {} failures; first is alive {}, ok {}", stops, py(first.is_alive()), py(first.ok()));
}
