// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process producer(environment& env, std::string name, store<std::string>& things, double pause,
                        int count) {
    for (int number = 0; number < count; ++number) {
        co_await env.timeout(pause);
        co_await things.put(fmt::format("{}{}", name, number));
        say(env, "{} has put {}; {} in store", name, number, things.size());
    }
}
static process consumer(environment& env, std::string name, store<std::string>& things, double pause,
                        int count) {
    for (int number = 0; number < count; ++number) {
        const std::string item = co_await things.get();
        say(env, "{} gets {}; {} in store, {} put, {} get", name, item, things.size(),
            things.put_queue_length(), things.get_queue_length());
        co_await env.timeout(pause);
    }
}

SIMPY_TWIN("32_store") {
    environment env;
    store<std::string> things(env, 3);
    env.process(producer(env, "a", things, 1, 6));
    env.process(producer(env, "b", things, 1.5, 4));
    env.process(consumer(env, "x", things, 2, 5));
    env.process(consumer(env, "y", things, 4, 5));
    env.run();
    say(env, "end; {} in store", things.size());
    const auto first = things.put("p");
    const auto second = things.get();
    const auto third = things.get();
    say(env, "done at once: {} {} {}", py(first.triggered()), py(second.triggered()), py(third.triggered()));
    things.put("q").detach();
    env.run();
    say(env, "and later: {} {}", py(third.triggered()), third.as_event().value());
    try {
        store<std::string> none(env, 0);
    } catch (const value_error&) {
        say(env, "a capacity of 0: refused");
    }
}
