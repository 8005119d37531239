// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process waiter_of(environment& env, std::string name, condition of) {
    for (;;) {
        double away = 0;
        try {
            const condition_value got = co_await of;
            say(env, "{} has {}", name, shown<std::string>(got));
            co_return;
        } catch (const interrupted& i) {
            away = *i.cause_as<double>();
            say(env, "{} is interrupted by {:g}; triggered {}", name, away, py(of.triggered()));
        }
        co_await env.timeout(away);
    }
}

static process run_all(environment& env) {
    named a = t(env, 2, "a"), b = t(env, 4, "b");
    condition both = a && b;
    auto first = env.process(waiter_of(env, "first", both));
    auto second = env.process(waiter_of(env, "second", both));
    named c = t(env, 3, "c"), d = t(env, 5, "d");
    condition either = c || d;
    auto third = env.process(waiter_of(env, "third", either));
    co_await env.timeout(1);
    first.interrupt(1.0);
    third.interrupt(6.0);
    co_await env.timeout(2);
    first.interrupt(0.5);
    second.interrupt(2.0);
    co_await (first && second && third);
    const condition_value all = co_await both;
    const condition_value one = co_await either;
    say(env, "all have ended; values {} and {}", shown<std::string>(all), shown<std::string>(one));
}

SIMPY_TWIN("50_interrupted_at_a_condition") {
    environment env;
    environment other;
    env.process(run_all(env));
    env.run();
    try {
        static_cast<void>(env.timeout(1) && other.timeout(1));
        say(env, "mixed");
    } catch (const value_error&) {
        say(env, "events of two environments: refused");
    }
    env.run();
    say(env, "end");
}
