// SPDX-License-Identifier: BSL-1.0
//
// What the scenarios of simulations, bench/sim_*, have in common. All times are whole numbers, so that sums are exact; every
// peer draws the same by an integer generator, and the answer does not hang on the order of what is due at once.
// Peers: `floor` is a bare heap, a ring and bare coroutines; `closures` is the event loop that a C++ programmer writes by
// hand; `rondo` has the native order, `rondo_simpy_order` SimPy's. SimPy and salabim come from PyPI, SystemC and ns-3
// from Debian; ns-3 has events and no processes, and SystemC no more threads than the kernel lets stacks be mapped.
#pragma once

#include "harness.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace bench::sim {

struct lcg {
    std::uint32_t x;
    std::uint32_t next() {
        x = (x * 1103515245u + 12345u) & 0x7fffffffu;
        return x >> 8;
    }
};

/// About exponential, of mean 1,000, and whole.
inline std::uint32_t exponential(lcg& bits) {
    static const auto table = [] {
        std::array<std::uint32_t, 1024> made{};
        for (std::size_t i = 0; i != made.size(); ++i)
            made[i] = 1 + static_cast<std::uint32_t>(-1000 * std::log((static_cast<double>(i) + 0.5) / 1024));
        return made;
    }();
    return table[bits.next() & 1023];
}
/// The same, of mean 800: what a customer is served.
inline std::uint32_t service(lcg& bits) { return exponential(bits) * 4 / 5 + 1; }

inline std::uint64_t whole(double time) { return static_cast<std::uint64_t>(time); }

struct message {
    lcg bits;
    std::uint64_t left;
};
inline constexpr std::size_t stations = 1000;
inline std::size_t target(lcg& bits) { return bits.next() % stations; }

/// What a peer bears: no more processes at once than `most`; and so many events each at least, since what starting one costs
/// is not asked here.
struct limits {
    std::uint64_t most = ~std::uint64_t{0};
    std::uint64_t each = 10;
};

/// `clocks(many, each)` runs so many processes of so many timeouts of 1, and gives the sum of the times at which they end;
/// `hold(many)` does it once for each, and says all_alive() while all wait.
template <class Clocks, class Hold>
void measure_clock(harness& run, Clocks clocks, Hold hold, limits of = {}) {
    // First, while there is no memory yet that was given back.
    const auto many = [](std::uint64_t n) { return n; };
    run.measure_bytes("bytes", "bytes/process", hold, many, std::min(run.size(100'000), of.most));
    const std::pair<const char*, std::uint64_t> cases[] = {{"1", 1}, {"1e3", 1000}, {"1e5", 100'000}};
    for (const auto& [name, wanted] : cases) {
        if (wanted > of.most) continue;
        const std::uint64_t full = run.size(wanted);
        const auto body = [&](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            return static_cast<std::uint64_t>(clocks(many, n / many));
        };
        const auto truth = [&](std::uint64_t n) { return n / std::min(n, full) * std::min(n, full); };
        run.measure(name, "ns/event", body, truth, full * of.each);
    }
}

/// `holds(many, each)`: process i draws its delays by a generator of seed i + 1; the sum of the times of all events.
template <class Holds>
void measure_hold(harness& run, Holds holds, limits of = {}) {
    const std::pair<const char*, std::uint64_t> cases[] = {{"1e3", 1000}, {"1e5", 100'000}};
    for (const auto& [name, wanted] : cases) {
        if (wanted > of.most) continue;
        const std::uint64_t full = run.size(wanted);
        const auto body = [&](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            return static_cast<std::uint64_t>(holds(many, n / many));
        };
        const auto truth = [&](std::uint64_t n) {
            std::uint64_t sum = 0;
            const std::uint64_t many = std::min(n, full);
            for (std::uint32_t i = 0; i != many; ++i) {
                lcg bits{i + 1};
                std::uint64_t now = 0;
                for (std::uint64_t k = 0; k != n / many; ++k) sum += now += exponential(bits);
            }
            return sum;
        };
        run.measure(name, "ns/event", body, truth, full * of.each);
    }
}

/// `customers(n)`: gaps by a generator of seed 1, services by one of seed 2; the sum of the times at which they leave.
template <class Customers>
void measure_mm1(harness& run, Customers customers) {
    const auto truth = [](std::uint64_t n) {
        lcg gaps{1}, services{2};
        std::uint64_t now = 0, free = 0, sum = 0;
        for (std::uint64_t i = 0; i != n; ++i) {
            now += exponential(gaps);
            free = std::max(now, free) + service(services);
            sum += free;
        }
        return sum;
    };
    run.measure("1e6", "ns/customer", customers, truth, run.size(1'000'000));
}

/// `rounds(n)`: 0 … n - 1 go through one store, come back through another, one more each; the sum of what came back.
template <class Rounds>
void measure_store(harness& run, Rounds rounds) {
    run.measure("rounds", "ns/round", rounds, [](std::uint64_t n) { return n * (n + 1) / 2; });
}

/// `hops(many, each)`: so many messages, of seeds 1, 2, …, each arrive so often at a station of 1,000, after an exponential
/// delay; the station takes them from its store, and sends them on to another by lot. The sum of the times of arrival.
template <class Hops>
void measure_phold(harness& run, Hops hops) {
    const auto body = [&](std::uint64_t n) {
        const std::uint64_t many = std::min<std::uint64_t>(n, stations);
        return static_cast<std::uint64_t>(hops(many, n / many));
    };
    const auto truth = [](std::uint64_t n) {
        std::uint64_t sum = 0;
        const std::uint64_t many = std::min<std::uint64_t>(n, stations);
        for (std::uint32_t i = 0; i != many; ++i) {
            lcg bits{i + 1};
            std::uint64_t now = 0;
            for (std::uint64_t k = 0; k != n / many; ++k) {
                sum += now += exponential(bits);
                target(bits);
            }
        }
        return sum;
    };
    run.measure("1e3", "ns/hop", body, truth, stations);
}

} // namespace bench::sim
