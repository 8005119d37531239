// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process waiter_of(environment& env, std::string name, event<int> of) {
    try {
        const int got = co_await of;
        say(env, "{} gets {}", name, got);
    } catch (const std::out_of_range& error) {
        say(env, "{} gets an error: {}", name, error.what());
    }
}

static process run_all(environment& env) {
    event<int> e = env.event<int>();
    say(env, "triggered {} processed {}", py(e.triggered()), py(e.processed()));
    try {
        print("{}", e.value());
    } catch (const invalid_state_error&) {
        say(env, "no value yet");
    }
    for (const char* name : {"a", "b"}) env.process(waiter_of(env, name, e));
    co_await env.timeout(1);
    e.succeed(5);
    say(env, "triggered {} processed {} ok {} value {}", py(e.triggered()), py(e.processed()), py(e.ok()),
        e.value());
    for (int again = 0; again < 2; ++again) {
        try {
            if (again == 0)
                e.succeed(6);
            else
                e.fail(std::out_of_range("no"));
        } catch (const rondo::runtime_error&) {
            say(env, "twice: refused");
        }
    }
    co_await e;
    say(env, "triggered {} processed {}", py(e.triggered()), py(e.processed()));

    event<int> bad = env.event<int>();
    for (const char* name : {"c", "d"}) env.process(waiter_of(env, name, bad));
    co_await env.timeout(1);
    bad.fail(std::out_of_range("lost"));
    say(env, "ok {}", py(bad.ok()));
    co_await env.timeout(1);
    say(env, "defused by who awaited it: {}", py(bad.defused()));
    try {
        co_await bad;
    } catch (const std::out_of_range& error) {
        say(env, "and again: {}", error.what());
    }
    event<int> ignored = env.event<int>();
    ignored.defuse();
    ignored.fail(std::out_of_range("nobody cares"));
    co_await env.timeout(1);
    say(env, "ignored is processed: {}", py(ignored.processed()));
    try {
        env.event().fail(std::exception_ptr());
    } catch (const type_error&) {
        say(env, "a failure that is no exception: refused");
    }
}

SIMPY_TWIN("17_events") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
