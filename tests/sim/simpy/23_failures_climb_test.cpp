// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process leaf(environment& env, int depth) {
    co_await env.timeout(depth);
    throw std::out_of_range(std::to_string(depth));
}
static process middle(environment& env, int depth) {
    struct clean_up {
        ~clean_up() { say(env, "middle {} cleans up", depth); }
        environment& env;
        int depth;
    };
    clean_up last{env, depth};
    co_await env.process(leaf(env, depth));
}
static process turns(environment& env, int depth) {
    try {
        co_await env.process(middle(env, depth));
    } catch (const std::out_of_range& error) {
        std::throw_with_nested(value_error(std::string("from ") + error.what()));
    }
}
static process_of<int> saves(environment& env, int depth) {
    try {
        co_await env.process(turns(env, depth));
    } catch (const value_error& error) {
        std::string root = "False";
        try {
            std::rethrow_if_nested(error);
        } catch (const std::out_of_range& cause) {
            root = fmt::format("True {}", cause.what());
        }
        say(env, "saved: {}; at the root {}", error.what(), root);
        co_return depth * 10;
    }
    co_return 0;
}
static process listener(std::string name, event<void> shared, std::string& heard) {
    try {
        co_await shared;
    } catch (const std::out_of_range& error) {
        heard += (heard.empty() ? "" : " ") + name + ":" + error.what();
    }
}

static process run_all(environment& env) {
    int total = 0;
    for (int depth = 1; depth < 3; ++depth) {
        const int one = co_await env.process(saves(env, depth));
        total += one;
    }
    say(env, "total {}", total);
    event<void> shared = env.process(leaf(env, 3));
    std::string heard;
    auto x = env.process(listener("x", shared, heard));
    auto y = env.process(listener("y", shared, heard));
    co_await (x && y);
    say(env, "both hear it: {}", heard);
    try {
        auto climbing = env.process(middle(env, 4));
        co_await (climbing || env.timeout(9));
    } catch (const std::out_of_range& error) {
        say(env, "through a condition: {}", error.what());
    }
}

SIMPY_TWIN("23_failures_climb") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
