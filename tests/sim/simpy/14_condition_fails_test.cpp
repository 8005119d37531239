// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process breaks(environment& env, double delay, std::string why) {
    co_await env.timeout(delay);
    throw value_error(why);
}

static process run_all(environment& env) {
    named slow = t(env, 5, "slow");
    try {
        co_await (slow && env.process(breaks(env, 1, "early")));
        say(env, "not reached");
    } catch (const value_error& error) {
        say(env, "and: {}", error.what());
    }
    try {
        co_await (slow || env.process(breaks(env, 1, "or")));
        say(env, "not reached");
    } catch (const value_error& error) {
        say(env, "or: {}", error.what());
    }
    condition_value got = co_await (slow || t(env, 1, "quick"));
    say(env, "{}", shown<std::string>(got));
    auto late = env.process(breaks(env, 2, "late"));
    named done = t(env, 1, "done");
    got = co_await (done || late);
    say(env, "{} while the other still runs: {}", shown<std::string>(got), py(late.is_alive()));
    try {
        co_await late;
    } catch (const value_error& error) {
        say(env, "late: {}", error.what());
    }
    try {
        co_await env.all_of(env.timeout(1), late);
    } catch (const value_error& error) {
        say(env, "processed failure: {}", error.what());
    }
    auto one = env.process(breaks(env, 1, "one"));
    auto two = env.process(breaks(env, 1, "two"));
    try {
        co_await (one && two);
    } catch (const value_error& error) {
        say(env, "both: {}", error.what());
    }
    co_await env.timeout(1);
    say(env, "main ends");
}

SIMPY_TWIN("14_condition_fails") {
    environment env;
    env.process(run_all(env));
    try {
        env.run();
    } catch (const value_error& error) {
        say(env, "run() ends with: {}", error.what());
    }
    env.run();
    say(env, "end");
}
