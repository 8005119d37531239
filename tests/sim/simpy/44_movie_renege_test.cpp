// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

#include <array>
#include <optional>

namespace {
struct film {
    const char* name;
    event<> sold_out{};
    std::int64_t available = 30;
    std::optional<double> when{};
    int reneged = 0;
};
struct theater {
    environment env;
    python_random random{1};
    resource counter{env, 1};
    std::array<film, 3> films{film{"Rondo"}, film{"Fugue"}, film{"Canon"}};
};
} // namespace

static process moviegoer(theater& at, film& of, std::int64_t tickets) {
    auto turn = at.counter.request();
    const condition_value got = co_await (turn || of.sold_out);
    if (!got.contains(turn.as_event())) {
        ++of.reneged;
        co_return;
    }
    if (of.available < tickets) {
        co_await at.env.timeout(0.5);
        co_return;
    }
    of.available -= tickets;
    if (of.available < 2 && !of.sold_out.triggered()) {
        of.sold_out.succeed();
        of.when = at.env.now();
        of.available = 0;
        print("{:8.4f} {} is sold out; {} queue", at.env.now(), of.name, at.counter.queue_length());
    }
    co_await at.env.timeout(1);
}
static process customers(theater& at) {
    for (;;) {
        co_await at.env.timeout(at.random.expovariate(1 / 0.5));
        film& of = at.random.choice(at.films);
        const std::int64_t tickets = at.random.randint(1, 6);
        if (of.available != 0) at.env.process(moviegoer(at, of, tickets));
    }
}

SIMPY_TWIN("44_movie_renege") {
    theater at;
    for (film& f : at.films) f.sold_out = at.env.event();
    at.env.process(customers(at));
    at.env.run(120);
    for (const film& f : at.films) {
        if (f.when)
            print("{:8.4f} {}: sold out at {:.6f}, {} left the queue", at.env.now(), f.name, *f.when,
                  f.reneged);
        else
            print("{:8.4f} {}: {} seats are left", at.env.now(), f.name, f.available);
    }
    at.env.close();
}
