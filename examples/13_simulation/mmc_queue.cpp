// SPDX-License-Identifier: BSL-1.0
// M/M/c against Erlang's formula: 20 replications each, and an interval in which the truth lies with 95 %.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/statistics.hpp>

#include <fmt/format.h>

using namespace rondo;

struct model {
    long servers;
    double between; // mean time between arrivals; a service takes 1 on average
};

sim::process customer(sim::environment& env, sim::resource& servers, random_stream& services) {
    auto turn = co_await servers.request();
    co_await env.timeout(sim::exponential(1)(services));
}

sim::process arrivals(sim::environment& env, sim::resource& servers, random_streams streams, double between) {
    random_stream times = streams("arrivals");
    random_stream services = streams("services");
    for (;;) {
        co_await env.timeout(sim::exponential(between)(times));
        env.process(customer(env, servers, services));
    }
}

double mean_wait(const model& of, std::uint64_t replication) {
    sim::environment env({.order = sim::order_policy::native});
    sim::resource servers(env, of.servers);
    sim::monitor watch(servers);
    env.process(arrivals(env, servers, random_streams(1, replication), of.between));
    env.run(200); // the warm-up: the queue is empty at first, as it seldom is later
    watch.reset();
    env.run(2200);
    return watch.waits().mean();
}

// Erlang C: the share of customers that wait, times how long those do.
double by_formula(const model& of) {
    const double load = 1 / of.between;
    const auto servers = static_cast<double>(of.servers);
    double term = 1, sum = 1;
    for (long k = 1; k < of.servers; ++k) sum += term *= load / static_cast<double>(k);
    term *= load / servers * servers / (servers - load);
    return term / (sum + term) / (servers - load);
}

int main() {
    fmt::print("servers  load   wait simulated   by formula\n");
    for (const model& of : {model{1, 2}, model{1, 1.25}, model{2, 0.7}, model{5, 0.25}, model{10, 0.12}}) {
        sim::tally means;
        for (std::uint64_t replication = 0; replication < 20; ++replication)
            means.add(mean_wait(of, replication));
        const sim::interval wait = sim::t_interval(means, 0.95);
        fmt::print("{:7} {:4.0f} %  {:.4f} ± {:.4f} {:12.4f}{}\n", of.servers,
                   100 / of.between / static_cast<double>(of.servers), wait.mean, wait.half_width,
                   by_formula(of), wait.contains(by_formula(of)) ? "" : "  missed");
    }
}
