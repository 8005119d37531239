// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// Floor: Boost.Context's jumps in a plain ring.
#include "../bare_fiber.hpp"
#include "scenario.hpp"

namespace {

struct state {
    long rounds;
    bool first;
    long* yields;
};

BENCH_NOINLINE void give_way(void* argument) {
    const state& mine = *static_cast<state*>(argument);
    fiber_yield::give_way(mine.rounds, mine.first, *mine.yields, &bench::bare_fiber::ring::yield);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_yield", "ring", "-");
    bench::bare_fiber::ring ring;
    fiber_yield::measure(run, [&](long fibers, long rounds) {
        long yields = 0;
        std::vector<state> all;
        all.reserve(static_cast<std::size_t>(fibers));
        for (long i = 0; i < fibers; ++i) {
            all.push_back({rounds, i == 0, &yields});
            ring.spawn(give_way, &all.back());
        }
        ring.run();
        return yields;
    });
    return run.finish();
}
