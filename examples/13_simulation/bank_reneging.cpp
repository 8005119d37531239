// SPDX-License-Identifier: BSL-1.0
// A bank with one counter: customers come at random, and go when they have waited too long.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/python_random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

sim::process customer(sim::environment& env, std::string name, sim::resource& counter, sim::python_random& random) {
    const double arrived = env.now();
    auto turn = counter.request(); // given back, or taken out of the queue, when it leaves its scope
    co_await (turn || env.timeout(random.uniform(1, 10)));
    const double waited = env.now() - arrived;
    if (!turn.granted()) {
        fmt::print("{:7.4f} {} reneges after {:.3f}\n", env.now(), name, waited);
        co_return;
    }
    fmt::print("{:7.4f} {} is served after {:.3f}\n", env.now(), name, waited);
    co_await env.timeout(random.expovariate(1 / 12.0));
}

sim::process arrivals(sim::environment& env, sim::resource& counter, sim::python_random& random) {
    for (int i = 0; i < 6; ++i) {
        env.process(customer(env, fmt::format("customer {}", i), counter, random));
        co_await env.timeout(random.expovariate(1 / 8.0));
    }
}

int main() {
    sim::environment env;
    sim::resource counter(env, 1);
    sim::python_random random(20231);
    env.process(arrivals(env, counter, random));
    env.run();
}
