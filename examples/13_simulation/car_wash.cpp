// SPDX-License-Identifier: BSL-1.0
// A car wash with two machines: who finds both taken waits. A process waits for another: it is an event, too.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/python_random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

struct car_wash {
    sim::environment env;
    sim::resource machines{env, 2};
    sim::python_random random{42};
};

sim::process_of<long> wash(car_wash& at) { // takes five minutes; what it returns is the event's value
    co_await at.env.timeout(5);
    co_return static_cast<long>(at.random.randint(50, 99));
}

sim::process car(car_wash& at, std::string name) {
    fmt::print("{:2} {} comes\n", at.env.now(), name);
    auto machine = co_await at.machines.request();
    fmt::print("{:2} {} goes in\n", at.env.now(), name);
    const long dirt = co_await at.env.process(wash(at));
    fmt::print("{:2} {} leaves without {} % of its dirt\n", at.env.now(), name, dirt);
}

sim::process arrivals(car_wash& at) {
    int number = 0;
    for (; number < 3; ++number) at.env.process(car(at, fmt::format("car {}", number))); // before it opens
    for (;; ++number) {
        co_await at.env.timeout(static_cast<double>(at.random.randint(3, 7)));
        at.env.process(car(at, fmt::format("car {}", number)));
    }
}

int main() {
    car_wash at;
    at.env.process(arrivals(at));
    at.env.run(20);
}
