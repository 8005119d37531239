// SPDX-License-Identifier: BSL-1.0
// Plain functions as processes: each has a stack of its own, and waits at any depth of calls.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/fiber.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

// Moves a tower of discs, a minute a disc; no coroutine anywhere.
int tower(sim::environment& env, int discs, const std::string& from, const std::string& to,
          const std::string& by) {
    if (discs == 0) return 0;
    const int above = tower(env, discs - 1, from, by, to);
    await(env.timeout(1));
    fmt::print("{:4} disc {} from {} to {}\n", env.now(), discs, from, to);
    return above + 1 + tower(env, discs - 1, by, to, from);
}

void monk(sim::environment& env) {
    try {
        const int moves = tower(env, 3, "left", "right", "middle");
        fmt::print("{:4} done in {} moves\n", env.now(), moves);
        await(env.timeout(100));
    } catch (const sim::interrupted& why) { // reaches him at whatever depth
        fmt::print("{:4} {}\n", env.now(), *why.cause_as<std::string>());
    }
}

int main() {
    sim::environment env;
    auto p = env.process(sim::fiber(monk, std::ref(env)));
    env.process([&]() -> sim::process { // coroutines and fibers live side by side
        co_await env.timeout(10);
        p.interrupt("the bell rings");
    });
    env.run(20);
}
