// SPDX-License-Identifier: BSL-1.0
// Messages through a cable: each is under way for a while, several at once, and they arrive in the order of sending.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/store.hpp>

#include <fmt/format.h>

using namespace rondo;

class cable {
public:
    cable(sim::environment& env, double delay) : env_(env), delay_(delay), arrived_(env) {}
    void put(double sent) { env_.process(carry(*this, sent)); }
    auto get() { return arrived_.get(); }

private:
    static sim::process carry(cable& self, double sent) {
        co_await self.env_.timeout(self.delay_);
        co_await self.arrived_.put(sent);
    }
    sim::environment& env_;
    double delay_;
    sim::store<double> arrived_;
};

sim::process sender(sim::environment& env, cable& to) {
    for (;;) {
        co_await env.timeout(5);
        to.put(env.now());
    }
}

sim::process receiver(sim::environment& env, cable& from) {
    for (;;) {
        const double sent = co_await from.get();
        fmt::print("{:2}: received what was sent at {}\n", env.now(), sent);
    }
}

int main() {
    sim::environment env;
    cable wire(env, 10);
    env.process(sender(env, wire));
    env.process(receiver(env, wire));
    env.run(40);
}
