// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process_of<std::string> worker(environment& env) {
    for (;;) {
        try {
            co_await env.timeout(10);
            say(env, "worker slept its fill");
            co_return "rested";
        } catch (const interrupted& i) {
            say(env, "worker is interrupted by {}", cause_of(i));
        }
    }
}

static process boss(environment& env, process_handle<std::string> victim) {
    co_await env.timeout(1);
    victim.interrupt("a meeting");
    say(env, "boss has interrupted, and goes on first");
    co_await env.timeout(2);
    victim.interrupt();
    co_await env.timeout(1);
    victim.interrupt(17);
}

SIMPY_TWIN("05_interrupt_cause") {
    environment env;
    auto victim = env.process(worker(env));
    env.process(boss(env, victim));
    env.run();
    say(env, "end: {}", victim.value());
}
