// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

#include <algorithm>
#include <deque>

static process customer(environment& env, std::string name, std::deque<resource>& counters, double arrives,
                        double service) {
    co_await env.timeout(arrives);
    std::vector<request> requests;
    for (resource& counter : counters) requests.push_back(counter.request());
    const condition_value got = co_await env.any_of(requests);
    std::size_t chosen = 0;
    while (!got.contains(requests[chosen].as_event())) ++chosen;
    const auto held =
        std::count_if(requests.begin(), requests.end(), [](const request& r) { return r.triggered(); });
    for (std::size_t number = 0; number != requests.size(); ++number) {
        if (number == chosen) continue;
        if (requests[number].triggered()) {
            counters[number].release(requests[number]);
        } else {
            requests[number].cancel();
            requests[number].detach();
        }
    }
    say(env, "{} waited {:.2f} for counter {}; had {} of them for a moment", name, env.now() - arrives,
        chosen, held);
    co_await env.timeout(service);
    counters[chosen].release(requests[chosen]);
}
static process needs_all(environment& env, std::deque<resource>& counters) {
    co_await env.timeout(3);
    std::vector<request> requests;
    for (resource& counter : counters) requests.push_back(counter.request());
    co_await env.all_of(requests);
    say(env, "the inspector has all counters");
    co_await env.timeout(2);
    for (std::size_t number = 0; number != requests.size(); ++number)
        co_await counters[number].release(requests[number]);
    say(env, "the inspector is done");
}

SIMPY_TWIN("49_first_of_several") {
    python_random random(5);
    environment env;
    std::deque<resource> counters;
    for (int number = 0; number < 3; ++number) counters.emplace_back(env, 1);
    for (int number = 0; number < 14; ++number)
        env.process(customer(env, fmt::format("customer {}", number), counters, number * 0.5,
                             static_cast<double>(random.randrange(4, 13)) / 4));
    env.process(needs_all(env, counters));
    env.run();
    say(env, "end; used {} {} {}", counters[0].count(), counters[1].count(), counters[2].count());
}
