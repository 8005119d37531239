// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

using thing = priority_item<char>;

static process fill(environment&, priority_store<thing>& things, std::vector<thing> more) {
    for (const thing& one : more) co_await things.put(one);
}
static process drain(environment& env, priority_store<thing>& things, int count) {
    std::string names;
    for (int i = 0; i < count; ++i) {
        const thing one = co_await things.get();
        names += fmt::format("{}{}{}", names.empty() ? "" : " ", one.priority, one.item);
    }
    say(env, "{}", names);
}
static process run_all(environment& env) {
    priority_store<thing> things(env);
    std::vector<thing> ties;
    for (char c = 'a'; c <= 'm'; ++c) ties.push_back({1, c});
    co_await env.process(fill(env, things, ties));
    std::string lies;
    for (const thing& one : things.items()) lies += fmt::format("{}{}", lies.empty() ? "" : " ", one.item);
    say(env, "as it lies: {}", lies);
    co_await env.process(drain(env, things, 13));
    std::vector<thing> mixed;
    for (int n = 0; n < 20; ++n) mixed.push_back({n * 7 % 5, static_cast<char>('a' + n)});
    co_await env.process(fill(env, things, mixed));
    lies.clear();
    for (const thing& one : things.items())
        lies += fmt::format("{}{}{}", lies.empty() ? "" : " ", one.priority, one.item);
    say(env, "as it lies: {}", lies);
    co_await env.process(drain(env, things, 8));
    std::vector<thing> more = {{0, 'x'}, {2, 'y'}, {4, 'z'}};
    co_await env.process(fill(env, things, more));
    co_await env.process(drain(env, things, 15));
}
static process putter(environment& env, priority_store<int>& numbers) {
    const std::vector<int> all = {5, 3, 9, 1, 7, 2};
    for (const int number : all) {
        co_await numbers.put(number);
        say(env, "put {}", number);
    }
}
static process take_numbers(environment& env) {
    priority_store<int> numbers(env, 3);
    auto putting = env.process(putter(env, numbers));
    co_await env.timeout(5);
    for (int i = 0; i < 6; ++i) {
        const int number = co_await numbers.get();
        say(env, "number {}; {} in store, {} wait", number, numbers.size(), numbers.put_queue_length());
    }
    co_await putting;
}

SIMPY_TWIN("34_priority_store") {
    environment env;
    env.process(run_all(env));
    env.run();
    env.process(take_numbers(env));
    env.run();
    say(env, "end");
}
