// SPDX-License-Identifier: BSL-1.0
// One counter sells the tickets of three films. An event tells all who queue for a film at once that it is sold out.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/python_random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <vector>

using namespace rondo;

struct film {
    const char* name;
    sim::event<> sold_out;
    long seats = 20;
    int left = 0; // who gave up
};

struct theatre {
    sim::environment env;
    sim::resource counter{env, 1};
    sim::python_random random{1};
    std::vector<film> films{{"Rondo", env.event()}, {"Fugue", env.event()}, {"Canon", env.event()}};
};

sim::process moviegoer(theatre& at, film& wanted, long tickets) {
    auto turn = at.counter.request();
    co_await (turn || wanted.sold_out);
    if (!turn.granted()) { // sold out meanwhile
        ++wanted.left;
        co_return;
    }
    co_await at.env.timeout(1);
    if (wanted.seats < tickets) co_return;
    wanted.seats -= tickets;
    if (wanted.seats >= 2 || wanted.sold_out.triggered()) co_return;
    wanted.sold_out.succeed();
    fmt::print("{:4.1f} {} is sold out, {} queue for something\n", at.env.now(), wanted.name,
               at.counter.queue_length());
}

sim::process customers(theatre& at) {
    for (;;) {
        co_await at.env.timeout(at.random.expovariate(1.5));
        film& wanted = at.random.choice(at.films);
        const long tickets = static_cast<long>(at.random.randint(1, 6));
        if (!wanted.sold_out.triggered()) at.env.process(moviegoer(at, wanted, tickets));
    }
}

int main() {
    theatre at;
    at.env.process(customers(at));
    at.env.run(60);
    for (const film& f : at.films) fmt::print("{}: {} seats, {} left the queue\n", f.name, f.seats, f.left);
}
