// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static auto sum_reaches(int goal) {
    return [goal](const std::vector<any_event>& events, std::size_t) {
        int sum = 0;
        for (const any_event& e : events)
            if (e.processed()) sum += e.value_as<int>();
        return sum >= goal;
    };
}

static process run_all(environment& env) {
    std::vector<named> votes;
    for (const int delay : {4, 1, 3, 2, 5}) votes.push_back(t(env, delay, fmt::format("v{}", delay)));
    condition_value got = co_await at_least(3, votes);
    say(env, "three of five: {}", shown<std::string>(got));
    got = co_await at_least(1, votes);
    say(env, "one of five, three are past: {}", shown<std::string>(got));
    std::vector<event<int>> coins;
    const std::vector<int> values = {5, 10, 1, 50, 2};
    for (std::size_t i = 0; i != values.size(); ++i)
        coins.push_back(env.timeout(static_cast<double>(i + 1), values[i]));
    got = co_await when(coins, sum_reaches(60));
    say(env, "enough money: {}", shown<int>(got));
    std::vector<any_event> mixed;
    named a = t(env, 1, "a"), b = t(env, 2, "b");
    mixed.push_back(a && b);
    named c = t(env, 1, "c"), d = t(env, 9, "d");
    mixed.push_back(c || d);
    mixed.push_back(t(env, 7, "e"));
    got = co_await at_least(2, mixed);
    say(env, "of conditions: {}", shown<std::string>(got));
}

SIMPY_TWIN("16_condition_of_ones_own") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
