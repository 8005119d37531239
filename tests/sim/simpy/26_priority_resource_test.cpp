// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process patient(environment& env, std::string name, priority_resource& doctor, double arrives,
                       int priority) {
    co_await env.timeout(arrives);
    auto turn = doctor.request({.priority = priority});
    co_await turn;
    const std::string waiting = joined(doctor.waiting_priorities());
    say(env, "{} priority {} waited {:.2f}; waiting: {}", name, priority, env.now() - arrives,
        waiting.empty() ? "nobody" : waiting);
    co_await env.timeout(2);
}

SIMPY_TWIN("26_priority_resource") {
    environment env;
    priority_resource doctor(env, 1);
    const std::vector<std::pair<double, int>> plan = {{0, 5}, {0.5, 2}, {0.5, 1}, {1, 2}, {1, 0}, {2, -1},
                                                      {3, 2}, {3, 5},   {8, 9},   {8, 0}, {30, 1}};
    char name = 'a';
    for (const auto& [arrives, priority] : plan)
        env.process(patient(env, std::string(1, name++), doctor, arrives, priority));
    env.run();
    say(env, "end");
}
