// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process job(environment& env, std::string name, preemptive_resource& machine, double arrives,
                   int priority, double work) {
    co_await env.timeout(arrives);
    double left = work;
    int turns = 0;
    while (left > 0) {
        auto turn = machine.request({.priority = priority});
        co_await turn;
        ++turns;
        const double began = env.now();
        try {
            co_await env.timeout(left);
            left = 0;
        } catch (const interrupted&) {
            left -= env.now() - began;
            say(env, "{} is stopped with {:.4f} left", name, left);
        }
    }
    say(env, "{} is done in {} turns, {:.4f} after it came", name, turns, env.now() - arrives);
}

SIMPY_TWIN("28_preemption_resumed") {
    environment env;
    preemptive_resource machine(env, 2);
    env.process(job(env, "a", machine, 0, 9, 20));
    env.process(job(env, "b", machine, 0, 8, 15));
    env.process(job(env, "c", machine, 1, 5, 6));
    env.process(job(env, "d", machine, 2.5, 4, 4));
    env.process(job(env, "e", machine, 3, 3, 3.25));
    env.process(job(env, "f", machine, 4, 9, 1));
    for (const char* name : {"g", "h", "i"}) env.process(job(env, name, machine, 10, 1, 1));
    env.run();
    say(env, "end");
}
