// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process taker(environment& env, std::string name, store<std::string>& things, double patience) {
    auto wish = things.get();
    const condition_value got = co_await (wish || env.timeout(patience));
    if (got.contains(wish.as_event())) {
        say(env, "{} has {}", name, wish.as_event().value());
    } else {
        say(env, "{} gives up; triggered {}; {} in line", name, py(wish.triggered()),
            things.get_queue_length());
    }
}
static process bringer(environment& env, std::string name, store<std::string>& things, double arrives,
                       double patience) {
    co_await env.timeout(arrives);
    auto offer = things.put(name);
    co_await (offer || env.timeout(patience));
    say(env, "{} is in: {}; {}", name, py(offer.triggered()), joined(things.items()));
}

SIMPY_TWIN("36_store_cancel") {
    environment env;
    store<std::string> things(env, 2);
    env.process(taker(env, "p", things, 2));
    env.process(taker(env, "q", things, 9));
    env.process(taker(env, "r", things, 3));
    env.process(bringer(env, "a", things, 3, 1));
    env.process(bringer(env, "b", things, 4, 1));
    env.process(bringer(env, "c", things, 4, 1));
    env.process(bringer(env, "d", things, 4, 1));
    env.process(bringer(env, "e", things, 5, 1));
    env.process(bringer(env, "f", things, 6, 1));
    env.run();
    say(env, "left: {}; {} get, {} put", joined(things.items()), things.get_queue_length(),
        things.put_queue_length());
    env.process(taker(env, "s", things, 1));
    env.process(taker(env, "t", things, 1));
    env.run();
    const std::string left = joined(things.items());
    say(env, "end; left: {}", left.empty() ? "nothing" : left);
}
