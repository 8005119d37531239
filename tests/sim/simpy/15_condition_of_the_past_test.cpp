// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process run_all(environment& env) {
    named past = t(env, 2, "past");
    named older = t(env, 1, "older");
    co_await env.timeout(3);
    condition both = past && older;
    say(env, "triggered {} processed {}", py(both.triggered()), py(both.processed()));
    condition_value got = co_await both;
    say(env, "both of the past: {}", shown<std::string>(got));
    condition one = past || t(env, 4, "future");
    say(env, "triggered {}", py(one.triggered()));
    got = co_await one;
    say(env, "one of the past: {}", shown<std::string>(got));
    got = co_await (past && t(env, 1, "future"));
    say(env, "past and future: {}", shown<std::string>(got));
    got = co_await env.all_of(older, past, both);
    say(env, "all of the past: {}", shown<std::string>(got));
    named triggered = env.event<std::string>().succeed("triggered");
    say(env, "triggered, not processed: {} {}", py(triggered.triggered()), py(triggered.processed()));
    got = co_await (triggered || env.event());
    say(env, "with it: {}", shown<std::string>(got));
    got = co_await env.any_of(env.event(), past, triggered);
    say(env, "with it and the past: {}", shown<std::string>(got));
}

SIMPY_TWIN("15_condition_of_the_past") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
