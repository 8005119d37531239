// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process customer(environment& env, std::string name, resource& counter, double patience,
                        double service) {
    const double arrived = env.now();
    {
        auto turn = counter.request();
        const condition_value got = co_await (turn || env.timeout(patience));
        if (got.contains(turn.as_event())) {
            say(env, "{} is served after {:.2f}", name, env.now() - arrived);
            co_await env.timeout(service);
            say(env, "{} is done", name);
        } else {
            say(env, "{} reneges after {:.2f}; granted {}", name, env.now() - arrived, py(turn.triggered()));
        }
    }
    say(env, "{} has left; {} used, {} wait", name, counter.count(), counter.queue_length());
}

static process impatient(environment& env, resource& counter) {
    co_await env.timeout(1);
    auto turn = counter.request();
    co_await (turn || env.timeout(0.5));
    if (!turn.triggered()) {
        turn.cancel();
        say(env, "impatient cancels; {} wait", counter.queue_length());
    }
    turn.detach();
}

static process arrives(environment& env, std::string name, resource& at, double after, double patience,
                       double service) {
    co_await env.timeout(after);
    co_await env.process(customer(env, name, at, patience, service));
}

SIMPY_TWIN("25_reneging") {
    environment env;
    resource counter(env, 1);
    env.process(customer(env, "a", counter, 1, 4));
    env.process(customer(env, "b", counter, 2, 1));
    env.process(customer(env, "c", counter, 4, 3));
    env.process(customer(env, "d", counter, 9, 1));
    env.process(customer(env, "e", counter, 7, 2));
    env.process(customer(env, "f", counter, 3, 1));
    env.process(impatient(env, counter));
    env.run();
    resource other(env, 1);
    const double start = env.now();
    env.process(arrives(env, "x", other, 0, 1, 2));
    env.process(arrives(env, "y", other, 1, 1, 5));
    env.process(arrives(env, "z", other, 1.5, 9, 1));
    env.run();
    say(env, "end, {:.2f} later", env.now() - start);
}
