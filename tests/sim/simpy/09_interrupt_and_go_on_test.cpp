// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

static process reader(environment& env) {
    named page = t(env, 5, "page 1");
    int pauses = 0;
    for (;;) {
        try {
            const std::string text = co_await page;
            say(env, "has read {} with {} pauses", text, pauses);
            break;
        } catch (const interrupted& i) {
            pauses += 1;
            say(env, "looks up: {}; its page is done: {}", cause_of(i), py(page.processed()));
        }
    }
    named late = t(env, 1, "page 2");
    bool away = false;
    try {
        co_await late;
    } catch (const interrupted&) {
        away = true;
    }
    if (!away) co_return;
    co_await env.timeout(4);
    say(env, "was away for long");
    const std::string text = co_await late;
    say(env, "still gets {}", text);
}

static process friend_of(environment& env, process_handle<> victim) {
    const std::vector<double> delays = {1, 2, 2.5};
    for (const double delay : delays) {
        co_await env.timeout(delay);
        victim.interrupt(fmt::format("knock at {:.2f}", env.now()));
    }
}

SIMPY_TWIN("09_interrupt_and_go_on") {
    environment env;
    env.process(friend_of(env, env.process(reader(env))));
    env.run();
    say(env, "end");
}
