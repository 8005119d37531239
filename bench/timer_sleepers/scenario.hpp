// SPDX-License-Identifier: BSL-1.0
//
// 10^5 or 10^6 tasks at once, each of which sleeps once, for a time of its own: they are distinct, in a
// pseudo-random order, 100 ns apart, and the shortest is 500 ns a sleeper, so that all are armed before the
// first is due where that is fast enough. All are joined. ns of CPU time a sleeper, with its spawn: what is
// waited is not counted. With --check the shortest is 5 ms, and each looks at the clock, whether it slept
// long enough; a floor, whether it woke in order.
//
// Not alike: Tokio, Node, libuv and uvloop keep time by the millisecond, and wake in no order within it
// (uvloop rounds it, and may wake early); Asio, asyncio, trio and Go wake in order. libuv has no
// tasks: a callback a timer. The floors have no clock: all is due at once. trio is measured at 10^5 only.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace timer_sleepers {

using std::chrono::nanoseconds;

/// The numbers 0 … n - 1 in a pseudo-random order: what i becomes.
inline std::uint32_t shuffled(std::uint32_t i, std::uint32_t n) {
    int bits = 1;
    while ((std::uint64_t{1} << bits) < n) ++bits;
    const std::uint32_t mask = (std::uint32_t{1} << bits) - 1;
    do { // each step is a bijection on so many bits; round again until it is below n
        i = (i * 0x9e3779b1u) & mask;
        i ^= i >> ((bits + 1) / 2);
        i = (i * 0x85ebca6bu) & mask;
        i ^= i >> ((bits + 1) / 2);
    } while (i >= n);
    return i;
}

/// How long each of n sleeps; `long_ones` for who looks on.
inline std::vector<nanoseconds> sleeps(std::uint64_t n, bool long_ones) {
    const std::uint64_t shortest = long_ones ? 5'000'000 : 500 * n;
    std::vector<nanoseconds> all;
    for (std::uint32_t i = 0; i < n; ++i)
        all.emplace_back(shortest + 100 * std::uint64_t{shuffled(i, static_cast<std::uint32_t>(n))});
    return all;
}

/// Looks on with --check, and does nothing otherwise.
class witness {
public:
    void watch(bool on) { on_ = on; }
    double now() const { return on_ ? bench::wall_nanoseconds() : 0; }
    void woke(double began, nanoseconds time) {
        if (on_ && bench::wall_nanoseconds() - began < static_cast<double>(time.count())) wrong_ = true;
    }
    /// For who counts all from one time, which stands still within a turn of its loop.
    void begin_turn() { turn_ = now(); }
    double turn() const { return turn_; }
    /// For what has no clock: `due` are to come in order until forget().
    void woke_at(std::int64_t due) {
        if (!on_) return;
        wrong_ |= due <= last_;
        last_ = due;
    }
    void forget() { last_ = 0; }
    bool wrong() const { return wrong_; }

private:
    bool on_ = false, wrong_ = false;
    std::int64_t last_ = 0;
    double turn_ = 0;
};
inline witness seen;

/// All cases of a peer: `sleep_all(sleeps)` runs one sleeper for each and gives the sum of their indices.
template <class SleepAll>
void measure(bench::harness& run, SleepAll sleep_all) {
    seen.watch(run.checking());
    const std::pair<const char*, std::uint64_t> cases[] = {{"1e5", 100'000}, {"1e6", 1'000'000}};
    for (const auto& [name, wanted] : cases) {
        const std::uint64_t full = run.size(wanted);
        std::vector<nanoseconds> all;
        const auto body = [&](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            if (all.size() != many) all = sleeps(many, run.checking());
            std::uint64_t sum = 0;
            for (std::uint64_t done = 0; done < n; done += many) {
                seen.forget();
                bench::begin_lap();
                sum += static_cast<std::uint64_t>(sleep_all(all));
                bench::end_lap();
            }
            return seen.wrong() ? ~std::uint64_t{0} : sum;
        };
        const auto truth = [full](std::uint64_t n) {
            const std::uint64_t many = std::min(n, full);
            return n / many * (many * (many - 1) / 2);
        };
        run.measure(name, "ns/sleeper", body, truth, full);
    }
}

} // namespace timer_sleepers
