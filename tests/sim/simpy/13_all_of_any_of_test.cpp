// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process_of<double> job(environment& env, double delay) {
    co_await env.timeout(delay);
    co_return delay * 10;
}

static process run_all(environment& env) {
    std::vector<event<double>> jobs;
    for (const double delay : {3, 1, 2}) jobs.push_back(env.process(job(env, delay)));
    condition_value got = co_await env.any_of(jobs);
    say(env, "any: {}; how many: {}", shown<double>(got), got.size());
    got = co_await env.all_of(jobs);
    double sum = 0;
    for (const any_event& e : got) sum += e.value_as<double>();
    say(env, "all: {}; sum {}; how many: {}", shown<double>(got), sum, got.size());
    const std::vector<any_event> none;
    got = co_await env.all_of(none);
    say(env, "of none, all: {}", shown<int>(got));
    got = co_await env.any_of(none);
    say(env, "of none, any: {}", shown<int>(got));
    std::vector<named> one;
    one.push_back(t(env, 1, "x"));
    got = co_await env.all_of(one);
    say(env, "of one, all: {}", shown<std::string>(got));
    one[0] = t(env, 1, "y");
    got = co_await env.any_of(one);
    say(env, "of one, any: {}", shown<std::string>(got));
    std::vector<event<int>> many;
    for (int n = 0; n < 12; ++n) many.push_back(env.timeout(1 + n % 3, n));
    got = co_await env.any_of(many);
    say(env, "of twelve, any: {}", shown<int>(got));
    got = co_await env.all_of(many);
    say(env, "of twelve, all: {}", shown<int>(got));
    one[0] = t(env, 1, "twice");
    one.push_back(one[0]);
    got = co_await env.all_of(one);
    say(env, "the same twice: {}", shown<std::string>(got));
}

SIMPY_TWIN("13_all_of_any_of") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
