// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct car_wash {
    environment env;
    python_random random{42};
    resource machines{env, 2};
};
} // namespace

static process wash(car_wash& at, std::string car) {
    co_await at.env.timeout(5);
    print("{:7.3f} {} has lost {} % of its dirt", at.env.now(), car, at.random.randint(50, 99));
}
static process car(car_wash& at, std::string name) {
    print("{:7.3f} {} comes", at.env.now(), name);
    auto turn = at.machines.request();
    co_await turn;
    print("{:7.3f} {} goes in", at.env.now(), name);
    co_await at.env.process(wash(at, name));
    print("{:7.3f} {} drives off", at.env.now(), name);
}
static process arrivals(car_wash& at, int waiting, int interval) {
    int number = 0;
    for (; number < waiting; ++number) at.env.process(car(at, fmt::format("car {}", number)));
    for (;; ++number) {
        co_await at.env.timeout(static_cast<double>(at.random.randint(interval - 2, interval + 2)));
        at.env.process(car(at, fmt::format("car {}", number)));
    }
}

SIMPY_TWIN("42_car_wash") {
    car_wash at;
    at.env.process(arrivals(at, 4, 7));
    at.env.run(60);
    print("{:7.3f} the wash closes", at.env.now());
    at.env.close();
}
