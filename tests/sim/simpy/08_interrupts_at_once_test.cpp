// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process_of<int> tough(environment& env, std::string name, int lives) {
    for (int life = 0; life < lives; ++life) {
        try {
            co_await env.timeout(100);
        } catch (const interrupted& i) {
            say(env, "{} takes {}, {} left", name, cause_of(i), lives - life - 1);
        }
    }
    say(env, "{} ends", name);
    co_return lives;
}

static process attacker(environment& env, std::string name, std::vector<process_handle<int>> victims,
                        double delay) {
    co_await env.timeout(delay);
    for (auto& victim : victims)
        for (const char* blow : {"one", "two", "three"}) victim.interrupt(name + " " + blow);
    say(env, "{} has struck", name);
}

SIMPY_TWIN("08_interrupts_at_once") {
    environment env;
    auto strong = env.process(tough(env, "strong", 5));
    auto weak = env.process(tough(env, "weak", 1));
    env.process(attacker(env, "first", {strong, weak}, 2));
    env.process(attacker(env, "second", {strong}, 2));
    env.run();
    say(env, "end {} {}", strong.value(), weak.value());
}
