// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process ticker(environment& env) {
    for (;;) {
        say(env, "tick");
        co_await env.timeout(1);
    }
}
static process child(environment& env) {
    say(env, "child starts");
    co_await env.timeout(0);
    say(env, "child hops");
}
static process late_starter(environment& env) {
    co_await env.timeout(2);
    say(env, "makes a process");
    env.process(child(env));
}

SIMPY_TWIN("19_run_until_time") {
    environment env;
    env.process(ticker(env));
    env.process(late_starter(env));
    for (const double stop : {0.5, 2.0, 2.5, 4.0}) {
        env.run(stop);
        say(env, "stopped at {:g}; next is at {:.4f}", stop, env.peek());
    }
    for (const int past : {3, 4}) {
        try {
            env.run(past);
            say(env, "went back");
        } catch (const value_error&) {
            say(env, "until {}, which is not ahead: refused", past);
        }
    }
    env.process(child(env));
    env.run(4.0625);
    say(env, "end");

    environment empty(5);
    empty.run(8);
    say(empty, "time passes without events");
    empty.run();
    say(empty, "and stands still");
}
