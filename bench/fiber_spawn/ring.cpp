// SPDX-License-Identifier: BSL-1.0
// needs: boost_context
//
// Floor: Boost.Context's jumps in a plain ring, on stacks that are used again; who spawned them waits until it is empty.
#include "../bare_fiber.hpp"
#include "scenario.hpp"

namespace {

using bench::bare_fiber::ring;

struct state {
    long number;
    long* sum;
    long* missing;
    long given;
};

BENCH_NOINLINE void add(void* argument) {
    const state& mine = *static_cast<state*>(argument);
    *mine.sum += mine.number;
}
BENCH_NOINLINE void give(void* argument) {
    state& mine = *static_cast<state*>(argument);
    mine.given = mine.number;
}
BENCH_NOINLINE void add_later(void* argument) {
    const state& mine = *static_cast<state*>(argument);
    if (--*mine.missing == 0) bench::all_alive();
    ring::yield();
    *mine.sum += mine.number;
}

long run_all(ring& on, void (*body)(void*), long fibers) {
    long sum = 0, missing = fibers;
    std::vector<state> all;
    all.reserve(static_cast<std::size_t>(fibers));
    for (long i = 0; i < fibers; ++i) {
        all.push_back({i, &sum, &missing, 0});
        on.spawn(body, &all.back());
    }
    on.run();
    for (const state& each : all) sum += each.given;
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_spawn", "ring", "-");
    ring on;
    fiber_spawn::measure(run, "bytes", [&](long fibers) { return run_all(on, add_later, fibers); });
    fiber_spawn::measure(run, "group", [&](long fibers) { return run_all(on, add, fibers); });
    fiber_spawn::measure(run, "handles", [&](long fibers) { return run_all(on, give, fibers); });
    return run.finish();
}
