// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process sleeper(environment& env, std::string name, double delay) {
    say(env, "{} starts", name);
    co_await env.timeout(delay);
    say(env, "{} wakes", name);
    co_await env.timeout(0);
    say(env, "{} is here after a hop", name);
}

static process spawner(environment& env) {
    co_await env.timeout(2);
    say(env, "spawner makes two processes and an event");
    event<int> gate = env.event<int>();
    gate.add_callback([&env](event<int>& e) { say(env, "gate opens with {}", e.value()); });
    gate.succeed(7);
    env.process(sleeper(env, "late-1", 1));
    env.process(sleeper(env, "late-2", 1));
    say(env, "spawner goes on before anything that it made");
}

SIMPY_TWIN("01_simultaneous_order") {
    environment env;
    for (int number = 1; number < 4; ++number) env.process(sleeper(env, fmt::format("early-{}", number), 2));
    env.process(spawner(env));
    env.process(sleeper(env, "same-end-as-late", 3));
    env.process(sleeper(env, "half", 1.5));
    env.run();
    say(env, "end");
}
