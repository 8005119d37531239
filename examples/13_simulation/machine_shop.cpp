// SPDX-License-Identifier: BSL-1.0
// A machine breaks in the middle of a part; the repairman leaves his other work for it, and goes on with that later.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

using namespace rondo;

sim::process machine(sim::environment& env, sim::preemptive_resource& repairman) {
    for (int part = 1; part < 4; ++part) {
        double left = 10;
        while (left > 0) {
            const double began = env.now();
            bool broken = false;
            try {
                co_await env.timeout(left);
                left = 0;
            } catch (const sim::interrupted&) { // a breakdown
                left -= env.now() - began;
                broken = true;
            }
            if (!broken) continue;
            fmt::print("{:4} broken, {} left of part {}\n", env.now(), left, part);
            auto help = co_await repairman.request({.priority = 1});
            co_await env.timeout(5);
        }
        fmt::print("{:4} part {} is done\n", env.now(), part);
    }
}

sim::process other_job(sim::environment& env, sim::preemptive_resource& repairman) {
    double left = 20;
    while (left > 0) {
        auto turn = co_await repairman.request({.priority = 2});
        const double began = env.now();
        try {
            co_await env.timeout(left);
            left = 0;
        } catch (const sim::interrupted& why) {
            left -= env.now() - began;
            fmt::print("{:4} called away by {}, {} left\n", env.now(), why.cause_as<sim::preempted>()->by.name(), left);
        }
    }
    fmt::print("{:4} the other job is done\n", env.now());
}

sim::process breakdowns(sim::environment& env, sim::process_handle<> of) {
    co_await env.timeout(14);
    of.interrupt();
    co_await env.timeout(9);
    of.interrupt();
}

int main() {
    sim::environment env;
    sim::preemptive_resource repairman(env);
    auto press = env.process(machine(env, repairman)).set_name("the press");
    env.process(breakdowns(env, press));
    env.process(other_job(env, repairman));
    env.run();
}
