// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process taker(environment& env, std::string name, filter_store<int>& things, double arrives,
                     bool (*suits)(const int&)) {
    co_await env.timeout(arrives);
    const int item = co_await things.get(suits);
    const std::string left = joined(things.items());
    say(env, "{} takes {}; left: {}", name, item, left.empty() ? "nothing" : left);
}
static process bringer(environment& env, filter_store<int>& things, std::vector<int> items) {
    for (const int item : items) {
        co_await env.timeout(1);
        co_await things.put(item);
        say(env, "put {}; {} wait", item, things.get_queue_length());
    }
}

SIMPY_TWIN("33_filter_store") {
    environment env;
    filter_store<int> things(env, 4);
    const auto big = [](const int& item) { return item > 50; };
    const auto any = [](const int&) { return true; };
    env.process(taker(env, "even", things, 0, [](const int& item) { return item % 2 == 0; }));
    env.process(taker(env, "big", things, 0, big));
    env.process(taker(env, "any", things, 0, any));
    env.process(taker(env, "three", things, 2.5, [](const int& item) { return item % 3 == 0; }));
    env.process(taker(env, "big2", things, 2.5, big));
    env.process(taker(env, "seven", things, 3, [](const int& item) { return item == 7; }));
    env.process(taker(env, "last", things, 20, any));
    env.process(bringer(env, things, {1, 3, 5, 8, 9, 11, 60, 7, 13, 70, 15, 17}));
    env.run();
    say(env, "end; left: {}; {} put, {} get", joined(things.items()), things.put_queue_length(),
        things.get_queue_length());
}
