// SPDX-License-Identifier: BSL-1.0
// A gas station: cars share two pumps, and one tank, which is a container. When it runs low, a tanker is called.
#include <rondo/sim/container.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/python_random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

struct station {
    sim::environment env;
    sim::resource pumps{env, 2};
    sim::container tank{env, 200, 100}; // holds 200, starts with 100
    sim::python_random random{42};
};

sim::process car(station& at, std::string name) {
    const double came = at.env.now();
    const auto litres = static_cast<double>(at.random.randint(25, 45));
    auto pump = co_await at.pumps.request();
    co_await at.tank.get(litres); // waits until there is so much
    co_await at.env.timeout(litres / 2);
    fmt::print("{:5} {} took {} in {}\n", at.env.now(), name, litres, at.env.now() - came);
}

sim::process tanker(station& at) {
    co_await at.env.timeout(300);
    const double amount = at.tank.capacity() - at.tank.level();
    co_await at.tank.put(amount);
    fmt::print("{:5} the tanker brought {}\n", at.env.now(), amount);
}

sim::process control(station& at) {
    for (;; co_await at.env.timeout(10)) {
        if (at.tank.level() >= 50) continue;
        fmt::print("{:5} the tank holds {}: the tanker is called\n", at.env.now(), at.tank.level());
        co_await at.env.process(tanker(at));
    }
}

sim::process arrivals(station& at) {
    for (int number = 0;; ++number) {
        co_await at.env.timeout(static_cast<double>(at.random.randint(30, 200)));
        at.env.process(car(at, fmt::format("car {}", number)));
    }
}

int main() {
    station at;
    at.env.process(control(at));
    at.env.process(arrivals(at));
    at.env.run(1000);
}
