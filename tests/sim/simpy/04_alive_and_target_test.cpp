// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct events {
    event<void> first;
    event<void> second;
    process_handle<> worker;
};
} // namespace

static process worker(environment& env, events& of) {
    say(env, "active is the worker: {}", py(env.active_process() == of.worker));
    co_await of.first;
    co_await of.second;
}

static process watcher(environment& env, events& of) {
    for (int i = 0; i < 4; ++i) {
        std::string names;
        if (of.worker.target() == of.first) names = "first";
        if (of.worker.target() == of.second) names = "second";
        say(env, "alive {} triggered {} waits for {}", py(of.worker.is_alive()), py(of.worker.triggered()),
            names.empty() ? "something else" : names);
        co_await env.timeout(1);
    }
    say(env, "at last alive {} processed {}", py(of.worker.is_alive()), py(of.worker.processed()));
}

static process brief_one(environment& env) { co_await env.timeout(0.5); }

SIMPY_TWIN("04_alive_and_target") {
    environment env;
    events all{env.timeout(1.5), env.event(), {}};
    all.worker = env.process(worker(env, all));
    say(env, "before it starts, alive {}", py(all.worker.is_alive()));
    env.process(watcher(env, all));
    event<void> opener = env.timeout(2.5);
    opener.add_callback([&all](event<void>&) { all.second.succeed(); });
    auto brief = env.process(brief_one(env));
    say(env, "nobody is active: {}", py(!env.active_process()));
    env.run(1);
    say(env, "brief alive {}", py(brief.is_alive()));
    env.run();
}
