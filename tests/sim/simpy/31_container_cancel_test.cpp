// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process greedy(environment& env, container& tank) {
    auto wish = tank.get(100);
    const condition_value got = co_await (wish || env.timeout(3));
    say(env, "greedy got it: {}", py(got.contains(wish.as_event())));
}
static process modest(environment& env, std::string name, container& tank, double amount) {
    co_await env.timeout(1);
    const double asked = env.now();
    co_await tank.get(amount);
    say(env, "{} got {:g} after {:.2f}", name, amount, env.now() - asked);
}
static process generous(environment& env, container& tank) {
    auto offer = tank.put(1000);
    co_await (offer || env.timeout(2));
    say(env, "generous was heard: {}", py(offer.triggered()));
}
static process drip(environment& env, container& tank) {
    for (int i = 0; i < 4; ++i) {
        co_await env.timeout(1.5);
        co_await tank.put(2);
        say(env, "drip; level {:g}; {} take, {} bring", tank.level(), tank.get_queue_length(),
            tank.put_queue_length());
    }
}
static process late(environment& env, container& tank) {
    co_await env.timeout(5);
    say(env, "late; {} take, {} bring", tank.get_queue_length(), tank.put_queue_length());
    co_await tank.put(1);
    say(env, "late is done; level {:g}", tank.level());
}

SIMPY_TWIN("31_container_cancel") {
    environment env;
    container tank(env, 100, 5);
    env.process(greedy(env, tank));
    env.process(modest(env, "m1", tank, 4));
    env.process(modest(env, "m2", tank, 4));
    env.process(generous(env, tank));
    env.process(drip(env, tank));
    env.process(late(env, tank));
    env.run();
    say(env, "end; level {:g}", tank.level());
}
