// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process clock_of(environment& env, std::string name, double tick) {
    for (;;) {
        say(env, "{}", name);
        co_await env.timeout(tick);
    }
}
static process member(environment& env, int number, std::vector<int>& log) {
    for (int i = 0; i < 20; ++i) {
        log.push_back(number);
        const bool moves = (static_cast<std::size_t>(number) + log.size()) % 3 != 0;
        co_await env.timeout(moves ? 1 : 0);
    }
}

SIMPY_TWIN("38_clocks") {
    {
        environment env;
        env.process(clock_of(env, "fast", 0.5));
        env.process(clock_of(env, "slow", 1));
        env.process(clock_of(env, "odd", 0.75));
        env.run(3);
    }
    environment env;
    std::vector<int> log;
    for (int number = 0; number < 50; ++number) env.process(member(env, number, log));
    env.run();
    std::int64_t digest = 0;
    for (const int number : log) digest = (digest * 31 + number + 1) % 1000000007;
    say(env, "{} ticks in an order with the number {}", log.size(), digest);
    say(env, "{}", joined(std::vector<int>(log.begin(), log.begin() + 40)));
}
