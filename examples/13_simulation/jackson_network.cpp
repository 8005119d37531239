// SPDX-License-Identifier: BSL-1.0
// A Jackson network: three offices that send people on to each other. Each is as an M/M/c queue of its own, says the theory.
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <deque>
#include <vector>

using namespace rondo;

struct office {
    const char* name;
    long clerks;
    double minutes;           // at the counter, on average
    std::vector<double> next; // the chance to be sent to each office, and last: home
    double per_minute;        // who comes from outside
};
const office offices[] = {
    {"entry", 1, 2, {0, 0.5, 0.3, 0.2}, 0.3},
    {"permits", 2, 6, {0.1, 0, 0.2, 0.7}, 0.05},
    {"cashier", 1, 1.5, {0, 0.2, 0, 0.8}, 0.1},
};

struct town_hall {
    sim::environment env{{.order = sim::order_policy::native}};
    std::deque<sim::resource> counters;
    std::deque<sim::monitor> watches;
    random_stream services{3, 0, "services"};
    random_stream ways{3, 0, "ways"};
    sim::tally visits;
};

sim::process citizen(town_hall& at, std::size_t where) {
    const double came = at.env.now();
    while (where != 3) {
        {
            auto turn = co_await at.counters[where].request();
            co_await at.env.timeout(sim::exponential(offices[where].minutes)(at.services));
        }
        where = sim::discrete(offices[where].next)(at.ways);
    }
    at.visits.add(at.env.now() - came);
}

sim::process arrivals(town_hall& at, std::size_t where) {
    random_stream when(3, where, "arrivals");
    for (;;) {
        co_await at.env.timeout(sim::exponential(1 / offices[where].per_minute)(when));
        at.env.process(citizen(at, where));
    }
}

// Who arrives at each office, from wherever: the solution of λ = outside + λ · ways, by going round until it stands.
std::vector<double> flows() {
    std::vector<double> flow(3, 0.0);
    for (int round = 0; round < 200; ++round)
        for (std::size_t to = 0; to < 3; ++to) {
            flow[to] = offices[to].per_minute;
            for (std::size_t from = 0; from < 3; ++from) flow[to] += flow[from] * offices[from].next[to];
        }
    return flow;
}
// The mean number at an M/M/c queue.
double number_at(double flow, const office& of) {
    const double load = flow * of.minutes;
    const auto clerks = static_cast<double>(of.clerks);
    double term = 1, sum = 1;
    for (long k = 1; k < of.clerks; ++k) sum += term *= load / static_cast<double>(k);
    term *= load / clerks * clerks / (clerks - load);
    return load + term / (sum + term) * load / (clerks - load);
}

int main() {
    town_hall at;
    for (const office& of : offices) at.watches.emplace_back(at.counters.emplace_back(at.env, of.clerks));
    for (std::size_t where = 0; where < 3; ++where) at.env.process(arrivals(at, where));
    at.env.run(1'000);
    for (sim::monitor& watch : at.watches) watch.reset();
    at.visits.reset();
    at.env.run(201'000);

    const std::vector<double> flow = flows();
    double all = 0;
    fmt::print("office   busy  there  by theory\n");
    for (std::size_t i = 0; i < 3; ++i) {
        const sim::monitor& watch = at.watches[i];
        const double number = number_at(flow[i], offices[i]);
        all += number;
        fmt::print("{:7} {:3.0f} % {:6.3f} {:8.3f}\n", offices[i].name, 100 * watch.utilization(),
                   watch.waiting().mean() + watch.content().mean(), number);
    }
    fmt::print("a visit takes {:.2f} minutes; by theory {:.2f}\n", at.visits.mean(),
               all / 0.45); // Little's law
}
