// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process_of<int> square(environment& env, int number) {
    co_await env.timeout(number);
    co_return number* number;
}
static process nothing(environment& env) { co_await env.timeout(1); }
static process_of<int> at_once(environment&) { co_return 5; }

static process_of<int> parent(environment& env) {
    std::vector<process_handle<int>> children;
    for (const int n : {3, 1, 2}) children.push_back(env.process(square(env, n)));
    for (auto& child : children) {
        const int value = co_await child;
        say(env, "a child gave {}", value);
    }
    int value = co_await children[0];
    say(env, "again {}", value);
    co_await env.process(nothing(env));
    say(env, "nothing is none: True");
    value = co_await env.process(at_once(env));
    say(env, "at once {}", value);
    int total = 0;
    for (int n = 1; n < 4; ++n) {
        const int one = co_await env.process(square(env, n));
        total += one;
    }
    say(env, "one after the other {}", total);
    co_return total;
}

static process watcher(environment& env, std::string name, event<int> of) {
    const int value = co_await of;
    say(env, "{} sees the parent end with {}", name, value);
}

SIMPY_TWIN("03_process_return") {
    environment env;
    auto main = env.process(parent(env));
    env.process(watcher(env, "w1", main));
    env.process(watcher(env, "w2", main));
    env.run();
    say(env, "end, {}", main.value());
}
