// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process careful(environment& env, std::string name, resource& desk) {
    {
        auto turn = desk.request();
        try {
            co_await turn;
            say(env, "{} has it", name);
            co_await env.timeout(2);
        } catch (const interrupted& why) {
            say(env, "{} is called {}; granted {}", name, cause_of(why), py(turn.triggered()));
        }
    }
    say(env, "{} is out; {} used, {} wait", name, desk.count(), desk.queue_length());
}
static process careless(environment& env, std::string name, resource& desk) {
    auto turn = desk.request();
    bool away = false;
    try {
        co_await turn;
        say(env, "{} has it", name);
    } catch (const interrupted&) {
        say(env, "{} walks away, still in the queue: {}", name, py(turn.waiting()));
        away = true;
    }
    if (away) {
        co_await env.timeout(4);
        say(env, "{} was granted it meanwhile: {}; {} used", name, py(turn.triggered()), desk.count());
        co_await desk.release(turn);
        say(env, "{} gives it back; {} used", name, desk.count());
    }
    turn.detach();
}
static process steadfast(environment& env, std::string name, resource& desk) {
    auto turn = desk.request();
    for (bool has_it = false; !has_it;) {
        try {
            co_await turn;
            has_it = true;
        } catch (const interrupted&) {
            say(env, "{} is disturbed, and goes on waiting", name);
        }
    }
    say(env, "{} has it", name);
    co_await desk.release(turn);
}
static process disturber(environment& env, std::vector<process_handle<>> victims) {
    co_await env.timeout(1);
    for (const auto& victim : victims) victim.interrupt("away");
}

SIMPY_TWIN("35_interrupted_in_the_queue") {
    environment env;
    resource desk(env, 1);
    env.process(careful(env, "a", desk));
    std::vector<process_handle<>> victims;
    victims.push_back(env.process(careful(env, "b", desk)));
    victims.push_back(env.process(careless(env, "c", desk)));
    victims.push_back(env.process(steadfast(env, "d", desk)));
    env.process(careful(env, "e", desk));
    env.process(disturber(env, victims));
    env.run();
    say(env, "end; {} used, {} wait", desk.count(), desk.queue_length());
}
