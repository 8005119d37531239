// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process waiter_of(environment& env, std::string name, named bell) {
    bool away = false;
    try {
        const std::string tone = co_await bell;
        say(env, "{} hears {}", name, tone);
    } catch (const interrupted& i) {
        say(env, "{} is called away: {}", name, cause_of(i));
        away = true;
    }
    if (!away) co_return;
    co_await env.timeout(3);
    say(env, "{} is back; the bell has rung: {}", name, py(bell.processed()));
    const std::string tone = co_await bell;
    say(env, "{} learns that it was {}", name, tone);
}

static process ringer(environment& env, named bell, process_handle<> victim) {
    co_await env.timeout(1);
    victim.interrupt("telephone");
    co_await env.timeout(1);
    bell.succeed("ding");
    say(env, "rung: {} {}", py(bell.triggered()), py(bell.processed()));
}

SIMPY_TWIN("07_interrupt_shared_event") {
    environment env;
    named bell = env.event<std::string>();
    env.process(waiter_of(env, "anna", bell));
    auto victim = env.process(waiter_of(env, "bert", bell));
    env.process(waiter_of(env, "carl", bell));
    env.process(ringer(env, bell, victim));
    env.run();
    say(env, "end");
}
