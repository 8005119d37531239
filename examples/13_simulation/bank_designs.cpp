// SPDX-License-Identifier: BSL-1.0
// Which counters should a bank have? Three designs are tried with the same customers, on all cores, until the mean waits are
// known to 10 %. With the name of a file, the page with tables and charts is written there.
#include <rondo/plot/page.hpp>
#include <rondo/plot/sink.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/experiment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

using namespace rondo;

struct bank {
    long counters;
    double speed; // of a counter: how much faster than one of the first design's
};

sim::process customer(sim::environment& env, sim::resource& counters, double service) {
    auto turn = co_await counters.request();
    co_await env.timeout(service);
}

// Both draws are made when a customer comes: the same customer wants the same in every design.
sim::process customers(sim::environment& env, sim::resource& counters, const sim::replication& r,
                       double speed) {
    random_stream arrivals = r.stream("arrivals"), services = r.stream("services");
    for (;;) {
        co_await env.timeout(sim::exponential(4)(arrivals));
        env.process(customer(env, counters, sim::exponential(7)(services) / speed));
    }
}

void day(sim::replication& r, const bank& how) {
    sim::environment env({.order = sim::order_policy::native});
    sim::resource counters(env, how.counters);
    sim::monitor line(counters, {.history = true});
    env.process(customers(env, counters, r, how.speed));
    env.run(r.warm_up());
    line.reset();
    env.run(r.warm_up() + 480);
    r.observe("wait", line.waits().mean());
    r.observe("in line", line.waiting().mean());
    r.observe("busy", line.utilization());
    r.path("in line", line, env.now());
}

int main(int argc, char** argv) {
    const auto design = [](const char* name, bank how) {
        return sim::design(name, [how](sim::replication& r) { day(r, how); });
    };
    const sim::experiment study{
        .replications = 50, .precision = 0.1, .response = "wait", .warm_up = 120, .seed = 1};
    const sim::experiment_result result = study.compare(
        {design("two counters", {2, 1}), design("one, twice as fast", {1, 2}), design("three", {3, 1})});
    fmt::print("{}", to_text(result));
    const sim::interval saved = result.difference("wait", 0, 2);
    fmt::print("\nA third counter saves {:.1f} ± {:.1f} minutes of waiting.\n", -saved.mean,
               saved.half_width);
    if (argc > 1) plot::save(argv[1], to_html(result.page("Counters of a bank")));
}
