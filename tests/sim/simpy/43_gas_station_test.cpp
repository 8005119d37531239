// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct station {
    environment env;
    python_random random{7};
    resource pumps{env, 2};
    container tank{env, 200, 200};
    std::vector<double> log;
};
} // namespace

static process car(station& s, std::string name) {
    environment& env = s.env;
    const auto level = s.random.randint(5, 25);
    const double came = env.now();
    auto pump = s.pumps.request();
    co_await pump;
    const auto needed = 50 - level;
    co_await s.tank.get(static_cast<double>(needed));
    co_await env.timeout(static_cast<double>(needed) / 2);
    print("{:6.1f} {} took {} in {:.1f}; the tank holds {:g}", env.now(), name, needed, env.now() - came,
          s.tank.level());
    s.log.push_back(env.now() - came);
}
static process tanker(station& s) {
    co_await s.env.timeout(300);
    const double amount = s.tank.capacity() - s.tank.level();
    print("{:6.1f} the tanker brings {:g}", s.env.now(), amount);
    co_await s.tank.put(amount);
}
static process control(station& s) {
    for (;;) {
        if (s.tank.level() / s.tank.capacity() * 100 < 25) {
            print("{:6.1f} the tanker is called at {:g}", s.env.now(), s.tank.level());
            co_await s.env.process(tanker(s));
        }
        co_await s.env.timeout(10);
    }
}
static process arrivals(station& s) {
    for (int number = 0;; ++number) {
        co_await s.env.timeout(static_cast<double>(s.random.randint(30, 300)));
        s.env.process(car(s, fmt::format("car {}", number)));
    }
}

SIMPY_TWIN("43_gas_station") {
    station s;
    s.env.process(control(s));
    s.env.process(arrivals(s));
    s.env.run(6000);
    double total = 0;
    for (const double time : s.log) total += time;
    print("{:6.1f} {} cars, {:.6f} on average", s.env.now(), s.log.size(),
          total / static_cast<double>(s.log.size()));
    s.env.close();
}
