// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
std::vector<std::pair<any_process, std::string>> names;
std::string name_of(const any_process& p) {
    for (const auto& [known, name] : names)
        if (known == p) return name;
    return "?";
}
} // namespace

static process user(environment& env, std::string name, preemptive_resource& machine, double arrives,
                    int priority, double stays, bool preempt) {
    co_await env.timeout(arrives);
    auto turn = machine.request({.priority = priority, .preempt = preempt});
    co_await turn;
    say(env, "{} has it, priority {}", name, priority);
    try {
        co_await env.timeout(stays);
        say(env, "{} is done", name);
    } catch (const interrupted& i) {
        const auto* cause = i.cause_as<preempted>();
        say(env, "{} is preempted by {}, had it since {:.2f}; it is the machine: {}; {} used", name,
            name_of(cause->by), cause->usage_since, py(cause->from == &machine), machine.count());
    }
}

SIMPY_TWIN("27_preemption") {
    environment env;
    preemptive_resource machine(env, 1);
    names.clear();
    const auto add = [&](const char* name, double arrives, int priority, double stays, bool preempt = true) {
        names.emplace_back(env.process(user(env, name, machine, arrives, priority, stays, preempt)), name);
    };
    add("low", 0, 3, 10);
    add("same", 1, 3, 1);
    add("high", 2, 1, 3);
    add("polite", 3, 0, 1, false);
    add("top", 4, -1, 2);
    add("later", 4.5, 2, 1);
    add("last", 20, 5, 1);
    add("after", 20, 5, 1);
    add("best", 20.5, 4, 0.25);
    add("end", 40, 0, 1);
    env.run();
    say(env, "end; {} used", machine.count());
    names.clear();
}
