// SPDX-License-Identifier: BSL-1.0
// A job shop for a week: jobs of three kinds take their own ways through the machines, which break down; monitors count.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <deque>
#include <string>
#include <vector>

using namespace rondo;

struct station {
    station(sim::environment& env, const char* called, long machines)
        : name(called), machines(env, machines), watch(this->machines), failures(7, 0, called) {}
    const char* name;
    sim::preemptive_resource machines;
    sim::monitor watch;
    random_stream failures; // a stream for each purpose: a change here leaves all other numbers as they are
    int breakdowns = 0;
};

struct shop {
    sim::environment env; // in minutes
    std::deque<station> stations;
    random_stream times{7, 0, "times"};
    sim::tally in_shop[3];
};

struct kind {
    std::vector<std::size_t> way; // through the stations
    double minutes;               // at each, on average
};
const kind kinds[] = {{{0, 1, 3}, 20}, {{0, 2, 1, 3}, 25}, {{2, 3}, 40}};

// Works off so much time, however often the machine is taken away.
sim::process work(shop& at, station& where, double left) {
    while (left > 0) {
        auto machine = co_await where.machines.request({.priority = 1, .preempt = false});
        const double began = at.env.now();
        auto done = co_await at.env.timeout(left).or_interrupt(); // an interrupt as a status
        left = done ? 0 : left - (at.env.now() - began);
    }
}

sim::process job(shop& at, std::size_t which) {
    const double came = at.env.now();
    for (const std::size_t next : kinds[which].way)
        co_await work(at, at.stations[next], sim::erlang(2, kinds[which].minutes)(at.times));
    at.in_shop[which].add(at.env.now() - came);
}

sim::process arrivals(shop& at) {
    random_stream when(7, 0, "arrivals");
    random_stream which(7, 0, "kinds");
    for (;;) {
        co_await at.env.timeout(sim::exponential(12)(when));
        at.env.process(job(at, uniform_below(which, 3)));
    }
}

sim::process breakdowns(shop& at, station& of) {
    for (;;) {
        co_await at.env.timeout(sim::exponential(600)(of.failures));
        auto machine = co_await of.machines.request({.priority = 0}); // nothing matters more
        ++of.breakdowns;
        co_await at.env.timeout(sim::uniform(20, 60)(of.failures));
    }
}

int main() {
    shop at;
    at.stations.emplace_back(at.env, "saw", 2);
    at.stations.emplace_back(at.env, "lathe", 3);
    at.stations.emplace_back(at.env, "mill", 3);
    at.stations.emplace_back(at.env, "paint", 4);
    at.env.process(arrivals(at));
    for (station& s : at.stations) at.env.process(breakdowns(at, s));
    at.env.run(5 * 8 * 60);

    fmt::print("station  use  queue (most)  wait  breakdowns\n");
    for (const station& s : at.stations)
        fmt::print("{:7} {:3.0f} % {:6.2f} ({:2.0f}) {:7.1f} {:6}\n", s.name, 100 * s.watch.utilization(),
                   s.watch.waiting().mean(), s.watch.waiting().max(), s.watch.waits().mean(), s.breakdowns);
    for (int k = 0; k < 3; ++k)
        fmt::print("kind {}: {} jobs, {:.1f} minutes in the shop, {:.1f} at the most\n", k,
                   at.in_shop[k].count(), at.in_shop[k].mean(), at.in_shop[k].max());
}
