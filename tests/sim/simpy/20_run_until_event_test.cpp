// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process_of<int> work(environment& env, double delay, int value) {
    co_await env.timeout(delay);
    co_return value;
}
static process fails(environment& env) {
    co_await env.timeout(1);
    throw std::domain_error("broken");
}
static process neighbour(environment& env, double delay) {
    co_await env.timeout(delay);
    say(env, "neighbour was here");
}

SIMPY_TWIN("20_run_until_event") {
    environment env;
    env.process(neighbour(env, 3));
    auto job = env.process(work(env, 3, 11));
    env.process(neighbour(env, 3));
    int got = env.run(job);
    say(env, "job {}", got);
    got = env.run(job);
    say(env, "job again, of the past {}", got);
    got = env.run(env.timeout(2, 7));
    say(env, "timeout {}", got);
    try {
        env.run(env.process(fails(env)));
    } catch (const std::domain_error& error) {
        say(env, "failed: {}", error.what());
    }
    event<int> one = env.timeout(1, 1);
    condition both = one && env.process(work(env, 2, 2));
    int sum = 0;
    for (const any_event& e : env.run(both)) sum += e.value_as<int>();
    say(env, "condition {}", sum);
    try {
        env.run(env.event());
    } catch (const rondo::runtime_error&) {
        say(env, "nobody triggers it: an error");
    }
    named gate = env.event<std::string>();
    event<void> opener = env.timeout(4);
    opener.add_callback([&](event<void>&) { gate.succeed("open"); });
    env.process(neighbour(env, 4));
    const std::string how = env.run(gate);
    say(env, "gate {}", how);
    env.run();
    say(env, "end");
}
