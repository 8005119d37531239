// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process walker(environment& env) {
    say(env, "walker starts");
    co_await env.timeout(1.5);
    say(env, "walker half way");
    co_await env.timeout(0);
    say(env, "walker hops");
    co_await env.timeout(2);
    say(env, "walker ends");
}

SIMPY_TWIN("21_step_and_peek") {
    const double never = std::numeric_limits<double>::infinity();
    environment env;
    say(env, "nothing is due: {}", py(env.peek() == never));
    auto walking = env.process(walker(env));
    static_cast<void>(env.timeout(1));
    int steps = 0;
    while (env.peek() < never) {
        say(env, "next at {:.4f}", env.peek());
        env.step();
        ++steps;
    }
    say(env, "{} steps; alive {}", steps, py(walking.is_alive()));
    try {
        env.step();
    } catch (const empty_schedule&) {
        say(env, "an empty schedule");
    }
}
