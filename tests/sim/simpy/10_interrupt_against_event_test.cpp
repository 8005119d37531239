// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process waiter_of(environment& env, std::string name, named of) {
    std::string got;
    for (int i = 0; i < 2; ++i) {
        if (i != 0) got += " then ";
        try {
            const std::string text = co_await of;
            got += text;
        } catch (const interrupted& interrupt) {
            got += cause_of(interrupt);
        }
    }
    say(env, "{} got {}", name, got);
}

static process both(environment& env, std::string name, bool interrupt_first) {
    named of = env.event<std::string>();
    auto victim = env.process(waiter_of(env, name, of));
    co_await env.timeout(1);
    if (interrupt_first) victim.interrupt("interrupt");
    of.succeed("event");
    if (!interrupt_first) victim.interrupt("interrupt");
}

static process by_timer(environment& env, std::string name, bool before) {
    event<void> alarm;
    named of;
    if (before) alarm = env.timeout(2);
    of = t(env, 2, "event");
    if (!before) alarm = env.timeout(2);
    auto victim = env.process(waiter_of(env, name, of));
    co_await alarm;
    if (victim.is_alive()) victim.interrupt("interrupt");
    co_await env.timeout(0);
}

SIMPY_TWIN("10_interrupt_against_event") {
    environment env;
    env.process(both(env, "a", true));
    env.process(both(env, "b", false));
    env.process(by_timer(env, "c", true));
    env.process(by_timer(env, "d", false));
    env.run();
    say(env, "end");
}
