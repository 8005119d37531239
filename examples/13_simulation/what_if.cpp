// SPDX-License-Identifier: BSL-1.0
// What if? A shop is a generator: it gives how the day was, and is sent how many clerks work tomorrow. Coroutines cannot be
// copied, but the same decisions lead to the same day: so the past is played again, and the future tried.
#include <rondo/gen/generator.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <fmt/format.h>

#include <vector>

using namespace rondo;

struct day {
    int number;
    std::uint64_t served, lost;
    double wait;
    double cost() const { return 4 * static_cast<double>(lost); }
};

sim::process customer(sim::environment& env, sim::resource& clerks, double patience, double service) {
    auto turn = clerks.request();
    co_await (turn || env.timeout(patience));
    if (turn.granted()) co_await env.timeout(service);
}

sim::process customers(sim::environment& env, sim::resource& clerks, int day_number) {
    random_stream draws(8, static_cast<std::uint64_t>(day_number),
                        "customers");                     // the same whoever serves them
    const double between = day_number % 6 == 0 ? 2.5 : 5; // Saturdays are busy
    while (env.now() < 600) {
        co_await env.timeout(sim::exponential(between)(draws));
        const double patience = sim::uniform(2, 20)(draws);
        const double service = sim::exponential(7)(draws);
        env.process(customer(env, clerks, patience, service));
    }
}

generator<day, long> shop(long clerks) {
    for (int number = 1;; ++number) {
        sim::environment env;
        sim::resource counter(env, clerks);
        sim::monitor watch(counter);
        env.process(customers(env, counter, number));
        env.run();
        const day today{number, watch.waits().count(), watch.withdrawn(), watch.waits().mean()};
        if (std::optional<long> tomorrow = co_yield today) clerks = *tomorrow;
    }
}

// The shop after these decisions: the first is with how many it opens.
generator<day, long> replayed(const std::vector<long>& decisions) {
    generator<day, long> copy = shop(decisions.front());
    copy.next();
    for (std::size_t i = 1; i < decisions.size(); ++i) copy.send(decisions[i]);
    return copy;
}

int main() {
    std::vector<long> past{1};
    generator<day, long> real = shop(past.front());
    auto now = real.next();
    for (; now->number < 12; now = real.send(past.back())) {
        fmt::print("day {:2}: {} clerks, {:3} served, {:2} lost, {:.1f} minutes\n", now->number, past.back(),
                   now->served, now->lost, now->wait);
        long best = 0;
        double least = 0;
        for (long clerks = 1; clerks <= 4; ++clerks) { // what if so many work tomorrow?
            auto branch = replayed(past);
            const double cost = branch.send(clerks)->cost() + 60 * static_cast<double>(clerks);
            if (best == 0 || cost < least) {
                best = clerks;
                least = cost;
            }
        }
        past.push_back(best);
    }
}
