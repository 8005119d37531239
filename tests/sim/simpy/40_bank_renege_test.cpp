// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct bank {
    environment env;
    python_random random{20231};
    resource counter{env, 1};
    int served = 0;
    int reneged = 0;
    double waited = 0;
};
} // namespace

static process customer(bank& b, std::string name) {
    environment& env = b.env;
    const double arrived = env.now();
    print("{:7.4f} {} comes", env.now(), name);
    auto turn = b.counter.request();
    const double patience = b.random.uniform(1, 10);
    const condition_value got = co_await (turn || env.timeout(patience));
    const double waited = env.now() - arrived;
    b.waited += waited;
    if (!got.contains(turn.as_event())) {
        print("{:7.4f} {} reneges after {:6.3f}", env.now(), name, waited);
        ++b.reneged;
        co_return;
    }
    print("{:7.4f} {} waited {:6.3f}", env.now(), name, waited);
    co_await env.timeout(b.random.expovariate(1.0 / 12.0));
    print("{:7.4f} {} is done", env.now(), name);
    ++b.served;
}
static process source(bank& b, int number, double interval) {
    for (int i = 0; i < number; ++i) {
        b.env.process(customer(b, fmt::format("customer {:02}", i)));
        co_await b.env.timeout(b.random.expovariate(1.0 / interval));
    }
}

SIMPY_TWIN("40_bank_renege") {
    bank b;
    b.env.process(source(b, 25, 8.0));
    b.env.run();
    print("{:7.4f} served {}, reneged {}, waited {:.6f} in all", b.env.now(), b.served, b.reneged, b.waited);
}
