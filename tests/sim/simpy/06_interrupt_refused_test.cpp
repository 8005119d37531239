// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process narcissus(environment& env) {
    try {
        env.active_process().interrupt("me");
    } catch (const rondo::runtime_error&) {
        say(env, "oneself: refused");
    }
    co_await env.timeout(1);
    say(env, "narcissus is unharmed");
}

static process mortal(environment& env) { co_await env.timeout(2); }

static process killer(environment& env, process_handle<> victim) {
    co_await env.timeout(2);
    say(env, "victim alive {}", py(victim.is_alive()));
    try {
        victim.interrupt();
        say(env, "interrupted");
    } catch (const rondo::runtime_error&) {
        say(env, "the dead: refused");
    }
}

static process_of<int> newborn(environment& env) {
    say(env, "newborn starts");
    try {
        co_await env.timeout(5);
    } catch (const interrupted& i) {
        say(env, "newborn is interrupted by {}", cause_of(i));
    }
    co_return 3;
}

static process midwife(environment& env) {
    co_await env.timeout(4);
    auto child = env.process(newborn(env));
    child.interrupt("the world");
    const int got = co_await child;
    say(env, "midwife gets {}", got);
}

SIMPY_TWIN("06_interrupt_refused") {
    environment env;
    env.process(narcissus(env));
    env.process(killer(env, env.process(mortal(env))));
    env.process(midwife(env));
    env.run();
    say(env, "end");
}
