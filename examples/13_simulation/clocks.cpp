// SPDX-License-Identifier: BSL-1.0
// Two clocks in a simulated world: a process is a coroutine, and waits for events.
#include <rondo/sim/environment.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

sim::process clock(sim::environment& env, std::string name, double tick) {
    for (;;) {
        fmt::print("{} {:g}\n", name, env.now());
        co_await env.timeout(tick);
    }
}

int main() {
    sim::environment env;
    env.process(clock(env, "fast", 0.5));
    env.process(clock(env, "slow", 1));
    env.run(2);
}
