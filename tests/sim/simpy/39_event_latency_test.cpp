// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct message {
    double sent;
    std::string text;
};
struct cable {
    environment& env;
    double delay;
    store<message> arrived;
};
} // namespace

static process latency(cable& self, message what) {
    co_await self.env.timeout(self.delay);
    co_await self.arrived.put(what);
}
static process sender(environment& env, cable& to, double pause, std::string name) {
    for (int number = 1;; ++number) {
        co_await env.timeout(pause);
        message what{env.now(), name + std::to_string(number)};
        env.process(latency(to, what));
    }
}
static process receiver(environment& env, cable& from) {
    for (;;) {
        const message got = co_await from.arrived.get();
        say(env, "{} was under way for {:.2f}; {} more are here", got.text, env.now() - got.sent,
            from.arrived.size());
    }
}

SIMPY_TWIN("39_event_latency") {
    environment env;
    cable wire{env, 10, store<message>(env)};
    env.process(sender(env, wire, 5, "a"));
    env.process(sender(env, wire, 7.5, "b"));
    env.process(receiver(env, wire));
    env.run(60);
    say(env, "end");
    env.close();
}
