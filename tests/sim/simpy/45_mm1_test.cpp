// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process customer(environment& env, resource& server, std::vector<double>& waits,
                        python_random& random) {
    const double came = env.now();
    auto turn = server.request();
    co_await turn;
    waits.push_back(env.now() - came);
    co_await env.timeout(random.expovariate(1.0));
}
static process source(environment& env, resource& server, std::vector<double>& waits, python_random& random) {
    for (int i = 0; i < 2000; ++i) {
        co_await env.timeout(random.expovariate(0.8));
        env.process(customer(env, server, waits, random));
    }
}
static process observer(environment& env, resource& server, std::vector<std::size_t>& lengths) {
    for (;;) {
        co_await env.timeout(10);
        lengths.push_back(server.queue_length());
    }
}

SIMPY_TWIN("45_mm1") {
    python_random random(314159);
    environment env;
    resource server(env, 1);
    std::vector<double> waits;
    std::vector<std::size_t> lengths;
    auto done = env.process(source(env, server, waits, random));
    env.process(observer(env, server, lengths));
    for (int i = 0; i < 500; ++i) env.step();
    print("{:.9f} after 500 steps; {} were served, {} queue", env.now(), waits.size(), server.queue_length());
    env.run(done);
    print("{:.9f} all have come; {} were served, {} queue", env.now(), waits.size(), server.queue_length());
    env.run(env.now() + 100);
    double total = 0;
    double longest = 0;
    int without = 0;
    for (const double wait : waits) {
        total += wait;
        longest = std::max(longest, wait);
        if (wait == 0) ++without;
    }
    print("{:.9f} mean wait {:.9f}, longest {:.9f}, without waiting {}", env.now(),
          total / static_cast<double>(waits.size()), longest, without);
    lengths.resize(std::min<std::size_t>(lengths.size(), 100));
    print("{}", joined(lengths));
    env.close();
}
