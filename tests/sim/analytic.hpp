// SPDX-License-Identifier: BSL-1.0
//
// Queues of which theory knows the truth, simulated by processes and a resource, and measured by a monitor. A case is what
// theory says, and 99 % interval from replications of what the simulation says.
#pragma once

#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/statistics.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

namespace analytic {

using namespace rondo;

/// How long: `customers` that count after `warm` that do not, in each of `replications`.
struct effort {
    std::uint64_t seed;
    std::uint64_t replications = 20;
    double warm = 500;
    double customers = 1500;
};
struct result {
    std::string name;
    double truth;
    sim::interval found;
    bool holds() const { return found.contains(truth); }
};

inline sim::process customer(sim::environment& env, sim::resource& servers, double service) {
    auto turn = co_await servers.request();
    co_await env.timeout(service);
}
struct door {
    std::size_t room; // who finds so many there goes away
    std::uint64_t came = 0, refused = 0;
};
template <class Service>
sim::process arrivals(sim::environment& env, sim::resource& servers, door& at, random_streams streams,
                      double rate, const Service& service) {
    random_stream times = streams("arrivals");
    random_stream services = streams("services");
    const sim::exponential between(1 / rate);
    for (;;) {
        co_await env.timeout(between(times));
        ++at.came;
        if (static_cast<std::size_t>(servers.count()) + servers.queue_length() >= at.room)
            ++at.refused;
        else
            env.process(customer(env, servers, service(services)));
    }
}

struct measures {
    sim::tally waits;   ///< of each replication the mean
    sim::tally refused; ///< the share
};
/// M/G/c/K.
template <class Service>
measures run_queue(const effort& how, double rate, const Service& service, long servers = 1,
                   std::size_t room = std::numeric_limits<std::size_t>::max()) {
    measures all;
    // A seed for each case: with the same draws, all would miss together.
    const std::uint64_t seed = how.seed + std::bit_cast<std::uint64_t>(rate) +
                               3 * std::bit_cast<std::uint64_t>(service.variance()) +
                               1'000'003 * static_cast<std::uint64_t>(servers) + 7 * room;
    for (std::uint64_t replication = 0; replication < how.replications; ++replication) {
        sim::environment env({.order = sim::order_policy::native});
        sim::resource desk(env, servers);
        sim::monitor watch(desk);
        door at{room};
        env.process(arrivals(env, desk, at, random_streams(seed, replication), rate, service));
        env.run(how.warm / rate);
        watch.reset();
        at = {room};
        env.run((how.warm + how.customers) / rate);
        all.waits.add(watch.waits().mean());
        all.refused.add(static_cast<double>(at.refused) / static_cast<double>(at.came));
    }
    return all;
}
inline result compare(std::string name, double truth, const sim::tally& means) {
    return {std::move(name), truth, sim::t_interval(means, 0.99)};
}

/// The mean wait in M/M/c, by Erlang's formula; services take 1.
inline double erlang_wait(double load, long servers) {
    const auto c = static_cast<double>(servers);
    double term = 1, sum = 1;
    for (long k = 1; k < servers; ++k) sum += term *= load / static_cast<double>(k);
    term *= load / c * c / (c - load);
    return term / (sum + term) / (c - load);
}
/// The mean wait in M/G/1, by Pollaczek and Khinchine.
template <class Service>
double khinchine_wait(double rate, const Service& service) {
    const double mean = service.mean();
    return rate * (service.variance() + mean * mean) / (2 * (1 - rate * mean));
}

inline void mm1(const effort& how, std::vector<result>& all) {
    for (const double load : {0.2, 0.4, 0.5, 0.65, 0.8})
        all.push_back(compare("M/M/1 " + std::to_string(load), load / (1 - load),
                              run_queue(how, load, sim::exponential(1)).waits));
}
inline void mmc(const effort& how, std::vector<result>& all) {
    const std::pair<long, double> sets[] = {{2, 1.2}, {3, 2.0}, {4, 3.2}, {8, 6.0}, {12, 9.9}};
    for (const auto& [servers, load] : sets)
        all.push_back(compare("M/M/" + std::to_string(servers), erlang_wait(load, servers),
                              run_queue(how, load, sim::exponential(1), servers).waits));
}
template <class Service>
void mg1_of(const effort& how, std::vector<result>& all, const char* name, double rate,
            const Service& service) {
    all.push_back(compare(name, khinchine_wait(rate, service), run_queue(how, rate, service).waits));
}
inline void mg1(const effort& how, std::vector<result>& all) {
    mg1_of(how, all, "M/G/1 erlang", 0.7, sim::erlang(3, 1));
    mg1_of(how, all, "M/G/1 uniform", 0.6, sim::uniform(0, 2));
    mg1_of(how, all, "M/G/1 lognormal", 0.5, sim::lognormal::of_moments(1, 0.8));
    mg1_of(how, all, "M/G/1 gamma", 0.6, sim::gamma(0.7, 1.4));
    mg1_of(how, all, "M/G/1 triangular", 0.75, sim::triangular(0, 0.5, 2.5));
}
inline void md1(const effort& how, std::vector<result>& all) {
    for (const double load : {0.3, 0.5, 0.6, 0.7, 0.8}) mg1_of(how, all, "M/D/1", load, sim::constant(1));
}
/// Both the share that is refused and the wait of those who are let in.
inline void mm1k(const effort& how, std::vector<result>& all) {
    const std::pair<std::size_t, double> sets[] = {{2, 0.5}, {3, 0.9}, {5, 1.0}, {5, 1.4}, {10, 0.8}};
    for (const auto& [room, load] : sets) {
        double weight = 1, sum = 0, number = 0, last = 0;
        for (std::size_t n = 0; n <= room; ++n, weight *= load) {
            sum += weight;
            number += static_cast<double>(n) * weight;
            last = weight;
        }
        const double refused = last / sum;
        const measures found = run_queue(how, load, sim::exponential(1), 1, room);
        all.push_back(compare("M/M/1/K refused", refused, found.refused));
        all.push_back(compare("M/M/1/K wait", number / sum / (load * (1 - refused)) - 1, found.waits));
    }
}

/// A Jackson network: where to from each office, and last the way home; services take 1.
struct network {
    std::vector<double> outside;
    std::vector<long> servers;
    std::vector<std::vector<double>> ways;
};
struct town {
    sim::environment env{{.order = sim::order_policy::native}};
    std::deque<sim::resource> offices;
    random_stream services, routes;
    sim::tally visits;
    town(std::uint64_t seed, std::uint64_t replication)
        : services(seed, replication, "services"), routes(seed, replication, "routes") {}
};
inline sim::process citizen(town& at, const network& of, std::size_t where) {
    const double came = at.env.now();
    while (where != of.outside.size()) {
        {
            auto turn = co_await at.offices[where].request();
            co_await at.env.timeout(sim::exponential(1)(at.services));
        }
        double chance = uniform01(at.routes);
        std::size_t next = 0;
        while (next != of.outside.size() && chance >= of.ways[where][next]) chance -= of.ways[where][next++];
        where = next;
    }
    at.visits.add(at.env.now() - came);
}
inline sim::process citizens(town& at, const network& of, std::size_t where, random_stream times) {
    const sim::exponential between(1 / of.outside[where]);
    for (;;) {
        co_await at.env.timeout(between(times));
        at.env.process(citizen(at, of, where));
    }
}
inline result jackson_of(const effort& how, const network& of) {
    const std::size_t size = of.outside.size();
    std::vector<double> flow(size, 0.0);
    for (int round = 0; round < 500; ++round)
        for (std::size_t to = 0; to < size; ++to) {
            double arrive = of.outside[to];
            for (std::size_t from = 0; from < size; ++from) arrive += flow[from] * of.ways[from][to];
            flow[to] = arrive;
        }
    double number = 0, rate = 0;
    for (std::size_t i = 0; i < size; ++i) {
        number += flow[i] * (1 + erlang_wait(flow[i], of.servers[i]));
        rate += of.outside[i];
    }
    sim::tally means;
    for (std::uint64_t replication = 0; replication < how.replications; ++replication) {
        town at(how.seed, replication);
        for (const long servers : of.servers) at.offices.emplace_back(at.env, servers);
        for (std::size_t i = 0; i < size; ++i)
            if (of.outside[i] > 0)
                at.env.process(
                    citizens(at, of, i, random_stream(how.seed, replication, "at " + std::to_string(i))));
        at.env.run(how.warm / rate);
        at.visits.reset();
        at.env.run((how.warm + how.customers) / rate);
        means.add(at.visits.mean());
    }
    return compare("Jackson", number / rate, means);
}
inline void jackson(const effort& how, std::vector<result>& all) {
    const network sets[] = {
        {{0.5, 0}, {1, 1}, {{0, 1, 0}, {0, 0, 1}}}, // in tandem
        {{0.5}, {1}, {{0.3, 0.7}}},                 // back to its own
        {{0.3, 0.2}, {1, 1}, {{0, 0.5, 0.5}, {0.2, 0, 0.8}}},
        {{1, 0, 0}, {2, 1, 3}, {{0, 0.4, 0.6, 0}, {0.1, 0, 0.5, 0.4}, {0.2, 0, 0, 0.8}}},
        {{0.4, 0.4, 0.4}, {1, 2, 1}, {{0, 0.5, 0, 0.5}, {0, 0, 0.2, 0.8}, {0.1, 0.1, 0, 0.8}}},
    };
    for (const network& of : sets) all.push_back(jackson_of(how, of));
}

inline std::vector<result> everything(const effort& how) {
    std::vector<result> all;
    for (const auto part : {mm1, mmc, mg1, md1, mm1k, jackson}) part(how, all);
    return all;
}

} // namespace analytic
