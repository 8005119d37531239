// SPDX-License-Identifier: BSL-1.0
// One speaks, several listen: each has a pipe of its own. Who listens rarely hears late, and nothing is lost.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/store.hpp>

#include <fmt/format.h>

#include <deque>
#include <string>
#include <vector>

using namespace rondo;

struct message {
    double sent;
    std::string text;
};

class broadcast {
public:
    explicit broadcast(sim::environment& env) : env_(env) {}
    sim::store<message>& listen(std::size_t capacity) { return pipes_.emplace_back(env_, capacity); }
    sim::condition send(const message& what) { // happens when all pipes have taken it
        std::vector<sim::event<>> puts;
        puts.reserve(pipes_.size());
        for (auto& pipe : pipes_) puts.push_back(pipe.put(what).detach());
        return env_.all_of(puts);
    }

private:
    sim::environment& env_;
    std::deque<sim::store<message>> pipes_;
};

sim::process speaker(sim::environment& env, broadcast& to) {
    for (int number = 0; number < 4; ++number) {
        co_await env.timeout(2);
        const message said{env.now(), fmt::format("message {}", number)};
        co_await to.send(said);
        fmt::print("{:2} said {}\n", env.now(), number);
    }
}

sim::process listener(sim::environment& env, std::string name, sim::store<message>& pipe, double busy) {
    for (;;) {
        const message heard = co_await pipe.get();
        fmt::print("{:2} {} hears {}{}\n", env.now(), name, heard.text,
                   heard.sent < env.now() ? ", late" : "");
        co_await env.timeout(busy);
    }
}

int main() {
    sim::environment env;
    broadcast channel(env);
    env.process(listener(env, "quick", channel.listen(10), 1));
    env.process(listener(env, "slow", channel.listen(1), 5));
    env.process(speaker(env, channel));
    env.run();
}
