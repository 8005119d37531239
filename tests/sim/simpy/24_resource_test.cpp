// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process user(environment& env, std::string name, resource& desk, double arrives, double stays) {
    co_await env.timeout(arrives);
    {
        auto turn = desk.request();
        say(env, "{} asks; granted at once: {}; {} of {} used, {} wait", name, py(turn.triggered()),
            desk.count(), desk.capacity(), desk.queue_length());
        co_await turn;
        say(env, "{} has it; {} used, {} wait", name, desk.count(), desk.queue_length());
        co_await env.timeout(stays);
    }
    say(env, "{} has left; {} used, {} wait", name, desk.count(), desk.queue_length());
}

static process by_hand(environment& env, resource& desk) {
    co_await env.timeout(1);
    event<void> turn = desk.request().detach();
    co_await turn;
    say(env, "by hand: got it");
    co_await env.timeout(2);
    event<void> release = desk.release(turn);
    say(env, "by hand: released; triggered {}; {} used", py(release.triggered()), desk.count());
    co_await release;
    say(env, "by hand: done; {} used", desk.count());
    co_await desk.release(turn);
    say(env, "by hand: released twice, which does nothing");
}

SIMPY_TWIN("24_resource") {
    environment env;
    resource desk(env, 2);
    env.process(user(env, "a", desk, 0, 3));
    env.process(user(env, "b", desk, 0, 2));
    env.process(user(env, "c", desk, 1, 2));
    env.process(user(env, "d", desk, 1, 1));
    env.process(user(env, "e", desk, 4, 1));
    env.process(user(env, "f", desk, 4, 0));
    env.process(by_hand(env, desk));
    env.run();
    say(env, "end; {} used", desk.count());
    for (const long capacity : {0, -1}) {
        try {
            resource wrong(env, capacity);
        } catch (const value_error&) {
            say(env, "a capacity of {}: refused", capacity);
        }
    }
}
