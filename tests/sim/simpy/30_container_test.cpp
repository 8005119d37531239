// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process taker(environment& env, std::string name, container& tank, double arrives, double amount) {
    co_await env.timeout(arrives);
    co_await tank.get(amount);
    say(env, "{} takes {:g}; level {:g}", name, amount, tank.level());
}
static process bringer(environment& env, std::string name, container& tank, double arrives, double amount) {
    co_await env.timeout(arrives);
    co_await tank.put(amount);
    say(env, "{} brings {:g}; level {:g}", name, amount, tank.level());
}
static process watcher(environment& env, container& tank) {
    for (int i = 0; i < 9; ++i) {
        co_await env.timeout(1);
        say(env, "level {:g}; {} take, {} bring", tank.level(), tank.get_queue_length(),
            tank.put_queue_length());
    }
}

SIMPY_TWIN("30_container") {
    environment env;
    container tank(env, 10, 4);
    env.process(taker(env, "a", tank, 0, 3));
    env.process(taker(env, "b", tank, 0.5, 5));
    env.process(taker(env, "c", tank, 0.75, 1));
    env.process(taker(env, "d", tank, 3, 2.5));
    env.process(taker(env, "e", tank, 7, 1));
    env.process(bringer(env, "u", tank, 2, 2));
    env.process(bringer(env, "v", tank, 2, 6));
    env.process(bringer(env, "w", tank, 4, 9));
    env.process(bringer(env, "x", tank, 4.5, 1));
    env.process(bringer(env, "y", tank, 6, 0.5));
    env.process(watcher(env, tank));
    env.run(12);
    say(env, "end; level {:g}; {} take, {} bring", tank.level(), tank.get_queue_length(),
        tank.put_queue_length());
    for (int wrong = 0; wrong < 5; ++wrong) {
        try {
            if (wrong == 0) container c(env, 0);
            if (wrong == 1) container c(env, 5, -1);
            if (wrong == 2) container c(env, 5, 6);
            if (wrong == 3) static_cast<void>(tank.put(0));
            if (wrong == 4) static_cast<void>(tank.get(-1));
            say(env, "accepted");
        } catch (const value_error&) {
            say(env, "refused");
        }
    }
    env.close();
}
