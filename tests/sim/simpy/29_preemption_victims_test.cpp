// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process holder(environment& env, std::string name, preemptive_resource& pool, double arrives,
                      int priority, bool preempt) {
    co_await env.timeout(arrives);
    auto turn = pool.request({.priority = priority, .preempt = preempt});
    co_await turn;
    say(env, "{} holds", name);
    try {
        co_await env.timeout(50 - env.now());
        say(env, "{} held to the end", name);
    } catch (const interrupted& i) {
        say(env, "{} loses it; had it since {:.2f}", name, i.cause_as<preempted>()->usage_since);
    }
}

static process waiting_victim(environment& env, preemptive_resource& pool) {
    event<void> turn = pool.request({.priority = 8}).detach();
    co_await turn;
    try {
        co_await env.event();
    } catch (const interrupted& i) {
        say(env, "the idle one loses it; had it since {:.2f}", i.cause_as<preempted>()->usage_since);
    }
    say(env, "its request is still triggered: {}; among the users: {}", py(turn.triggered()),
        py(pool.is_used_by(turn)));
}

SIMPY_TWIN("29_preemption_victims") {
    environment env;
    preemptive_resource pool(env, 4);
    env.process(waiting_victim(env, pool));
    env.process(holder(env, "a", pool, 0, 5, true));
    env.process(holder(env, "b", pool, 0, 5, false));
    env.process(holder(env, "c", pool, 1, 5, true));
    env.process(holder(env, "d", pool, 2, 1, true));
    env.process(holder(env, "e", pool, 3, 1, true));
    env.process(holder(env, "f", pool, 4, 5, true));
    env.process(holder(env, "g", pool, 5, 0, true));
    env.process(holder(env, "h", pool, 6, 0, false));
    env.process(holder(env, "i", pool, 7, 0, true));
    env.process(holder(env, "j", pool, 8, -1, true));
    env.run();
    say(env, "end; {} used, {} wait", pool.count(), pool.queue_length());
}
