// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process values(environment& env) {
    int got = co_await env.timeout(1, 42);
    say(env, "value {}", got);
    got = co_await env.timeout(0, 43);
    say(env, "value {} after no time", got);
    co_await env.timeout(0.25);
    say(env, "value is none: True");
}

static process early(environment& env) {
    auto first = env.timeout(3, 1);
    auto second = env.timeout(2, 2);
    say(env, "triggered from birth: {} {}; processed: {}", py(first.triggered()), py(second.triggered()),
        py(first.processed()));
    int got = co_await first;
    say(env, "first {}", got);
    got = co_await second;
    say(env, "second, long over, {}", got);
    got = co_await first;
    say(env, "first again {}", got);
}

static process shared(environment& env, std::string name, event<int> timeout) {
    const int got = co_await timeout;
    say(env, "{} shares {}", name, got);
}

static process zeroes(environment& env, std::string name) {
    for (int hop = 0; hop < 3; ++hop) {
        co_await env.timeout(0);
        say(env, "{} hop {}", name, hop);
    }
}

SIMPY_TWIN("02_timeouts") {
    environment env(10);
    env.process(values(env));
    env.process(early(env));
    event<int> common = env.timeout(2.5, 99);
    env.process(shared(env, "a", common));
    env.process(shared(env, "b", common));
    env.process(zeroes(env, "x"));
    env.process(zeroes(env, "y"));
    try {
        auto wrong = env.timeout(-1);
    } catch (const value_error&) {
        say(env, "a negative delay is refused");
    }
    env.run();
    say(env, "end");
}
