// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process run_all(environment& env) {
    named slow = t(env, 3, "slow");
    named fast = t(env, 1, "fast");
    condition_value got = co_await (slow || fast);
    say(env, "or: {}; slow in it: {}; fast in it: {}", shown<std::string>(got), py(got.contains(slow)),
        py(got.contains(fast)));
    got = co_await (slow && fast);
    say(env, "and: {}; its first: {}", shown<std::string>(got), got[slow]);
    named one = t(env, 1, "one");
    named two = t(env, 1, "two");
    got = co_await (one || two);
    say(env, "or of a tie: {}", shown<std::string>(got));
    co_await env.timeout(0);
    say(env, "a moment later both are over: {} {}; the value is still {}", py(one.processed()),
        py(two.processed()), shown<std::string>(got));
    named last = t(env, 2, "last");
    named first = t(env, 1, "first");
    got = co_await (last && first);
    say(env, "in the order of the condition: {}", shown<std::string>(got));
    event<int> a = env.timeout(2, 1);
    event<int> b = env.timeout(5, 2);
    event<int> c = env.timeout(2, 3);
    got = co_await (a || b || c);
    say(env, "of three: {}", shown<int>(got));
}

SIMPY_TWIN("11_conditions") {
    environment env;
    env.process(run_all(env));
    env.run();
    say(env, "end: the losers ran on");
}
