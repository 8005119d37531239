// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

#include <deque>

namespace {
struct message {
    double sent;
    std::string text;
};
class broadcast {
public:
    explicit broadcast(environment& env) : env_(env) {}
    store<message>& listen(std::size_t capacity) { return pipes_.emplace_back(env_, capacity); }
    condition send(const message& what) {
        std::vector<event<void>> puts;
        for (auto& pipe : pipes_) puts.push_back(pipe.put(what).detach());
        return env_.all_of(puts);
    }

private:
    environment& env_;
    std::deque<store<message>> pipes_;
};
} // namespace

static process speaker(environment& env, std::string name, broadcast& channel, std::vector<double> pauses) {
    int number = 0;
    for (const double pause : pauses) {
        co_await env.timeout(pause);
        const double said = env.now();
        const message what{said, fmt::format("{}{}", name, number)};
        co_await channel.send(what);
        say(env, "{} has said {}, which took {:.2f}", name, number++, env.now() - said);
    }
}
static process listener(environment& env, std::string name, store<message>& pipe, double pause, int count) {
    for (int i = 0; i < count; ++i) {
        const message heard = co_await pipe.get();
        say(env, "{} hears {} of {:.2f} {}", name, heard.text, heard.sent,
            heard.sent < env.now() ? "late" : "in time");
        co_await env.timeout(pause);
    }
}

SIMPY_TWIN("37_process_communication") {
    environment env;
    broadcast channel(env);
    env.process(listener(env, "quick", channel.listen(10), 0.5, 7));
    env.process(listener(env, "slow", channel.listen(1), 3, 7));
    env.process(speaker(env, "x", channel, {1, 2, 1, 2}));
    env.process(speaker(env, "y", channel, {2.5, 2.5, 3}));
    env.run();
    say(env, "end");
}
