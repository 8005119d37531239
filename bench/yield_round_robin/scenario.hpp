// SPDX-License-Identifier: BSL-1.0
//
// T tasks give way to each other, over and over: 1, 10^3, 10^5, 10^6 tasks, n yields in all. Counted is what
// lies between two steps of one of them, after all have begun and before any ends. ns a yield.
//
// Where the queue is exactly first in, first out, the first task counts for all, since between two of its
// steps everybody has made one, as --check sees; where it is not (Tokio, Go, trio) the tasks count their
// yields together.
//
// Not alike: libuv has no tasks, but an idle handle a task, whose callback is called once a turn. `node` goes
// through the queue of microtasks, which lets no I/O happen in between; `node_immediate` through the event
// loop. Tokio, libuv, asyncio, uvloop and trio look for I/O in every turn, which shows where few tasks make a
// turn.
#pragma once

#include "../harness.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace yield_round_robin {

/// Looks on with --check: whether they really take turns. What the first does at its two steps, it says to
/// who counts.
class witness {
public:
    void watch(bool on) { on_ = on; }
    void begin(long tasks) {
        tasks_ = tasks;
        steps_ = 0;
    }
    /// Every step of every task but those of the first.
    template <bool Watched>
    void step(bool first) {
        if constexpr (Watched) steps_ += !first;
    }
    void first_begins(bool first) {
        if (!first) return;
        steps_ = 0;
        bench::begin_lap();
    }
    void first_ends(bool first, long rounds) {
        if (!first) return;
        bench::end_lap();
        if (on_ && steps_ != (tasks_ - 1) * rounds) wrong_ = true;
    }
    bool watches() const { return on_; }
    bool wrong() const { return wrong_; }

private:
    bool on_ = false, wrong_ = false;
    long tasks_ = 0, steps_ = 0;
};
inline witness seen;

/// All cases of a peer: `go_round.operator()<Watched>(tasks, rounds)` gives the number of yields, tasks x
/// rounds.
template <class GoRound>
void measure(bench::harness& run, GoRound go_round) {
    seen.watch(run.checking());
    const std::pair<const char*, std::uint64_t> cases[] = {
        {"1", 1}, {"1e3", 1000}, {"1e5", 100'000}, {"1e6", 1'000'000}};
    for (const auto& [name, wanted] : cases) {
        const std::uint64_t full = run.size(wanted);
        const auto body = [&go_round, full](std::uint64_t n) {
            const long tasks = static_cast<long>(std::min(n, full));
            const long rounds = static_cast<long>(n) / tasks;
            seen.begin(tasks);
            const long yields = seen.watches() ? go_round.template operator()<true>(tasks, rounds)
                                               : go_round.template operator()<false>(tasks, rounds);
            return seen.wrong() ? 0 : static_cast<std::uint64_t>(yields);
        };
        run.measure(name, "ns/yield", body, [](std::uint64_t n) { return n; }, full);
    }
}

} // namespace yield_round_robin
