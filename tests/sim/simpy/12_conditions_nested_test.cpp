// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

// The members are made in the order in which Python evaluates them: from left to right.
static process run_all(environment& env) {
    {
        named a = t(env, 1, "a"), b = t(env, 2, "b");
        condition ab = a && b;
        named c = t(env, 5, "c");
        condition_value got = co_await (ab || c);
        say(env, "{}", shown<std::string>(got));
    }
    {
        named a = t(env, 1, "a"), b = t(env, 2, "b");
        condition ab = a || b;
        named c = t(env, 3, "c");
        condition_value got = co_await (ab && c);
        say(env, "{}", shown<std::string>(got));
    }
    {
        named a = t(env, 3, "a"), b = t(env, 4, "b");
        condition ab = a && b;
        named c = t(env, 1, "c"), d = t(env, 2, "d");
        condition cd = c && d;
        condition_value got = co_await (ab || cd);
        say(env, "{}", shown<std::string>(got));
    }
    {
        named a = t(env, 1, "a"), b = t(env, 9, "b");
        condition ab = a || b;
        named c = t(env, 9, "c"), d = t(env, 2, "d");
        condition cd = c || d;
        condition_value got = co_await (ab && cd);
        say(env, "{}", shown<std::string>(got));
    }
    {
        named a = t(env, 1, "a"), b = t(env, 2, "b");
        condition ab = a && b;
        named c = t(env, 3, "c");
        condition abc = ab && c;
        named d = t(env, 0, "d");
        condition_value got = co_await (abc && d);
        say(env, "{}", shown<std::string>(got));
    }
    {
        named a = t(env, 4, "a"), b = t(env, 3, "b"), c = t(env, 1, "c");
        condition bc = b && c;
        condition_value got = co_await (a || bc);
        say(env, "{}", shown<std::string>(got));
    }
    named x = t(env, 2, "x"), y = t(env, 1, "y");
    condition inner = x || y;
    named z = t(env, 1.5, "z");
    condition outer = inner && z;
    condition_value got = co_await inner;
    say(env, "inner {}", shown<std::string>(got));
    got = co_await outer;
    say(env, "outer {}", shown<std::string>(got));
    got = co_await inner;
    say(env, "inner again {}", shown<std::string>(got));
    event<int> first = env.timeout(1, 0);
    event<int> second = env.timeout(1 - 0.1, 1);
    condition deep = first && second;
    for (int n = 2; n < 6; ++n) {
        event<int> next = env.timeout(1 - 0.1 * n, n);
        deep = deep && next;
    }
    got = co_await deep;
    say(env, "deep {}", shown<int>(got));
}

SIMPY_TWIN("12_conditions_nested") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end");
}
