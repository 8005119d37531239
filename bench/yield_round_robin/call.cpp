// SPDX-License-Identifier: BSL-1.0
//
// Floor: objects in a ring, each with a function that the compiler does not know: a step is a call, a yield
// its return.
#include "scenario.hpp"

#include <memory>
#include <vector>

namespace {

struct object {
    bool (*step)(object&);
    long left;
};

BENCH_NOINLINE bool step(object& state) { return --state.left != 0; }

// That objects take turns is plain to see.
BENCH_NOINLINE long go_round(long tasks, long rounds) {
    std::vector<std::unique_ptr<object>> all;
    for (long i = 0; i < tasks; ++i)
        all.push_back(std::make_unique<object>(object{bench::opaque(&step), rounds + 1}));
    std::size_t mask = 1023;
    while (mask < all.size()) mask = 2 * mask + 1;
    std::vector<object*> ring(mask + 1);
    std::size_t head = 0, tail = 0;
    for (const auto& each : all) ring[tail++] = each.get();
    long yields = 0;
    bench::begin_lap();
    while (head != tail) {
        __builtin_prefetch(ring[(head + 8) & mask]);
        object* const each = ring[head++ & mask];
        if (each->step(*each)) {
            ring[tail++ & mask] = each;
            ++yields;
        }
    }
    bench::end_lap();
    return yields;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "yield_round_robin", "call", "-");
    yield_round_robin::measure(run, []<bool>(long tasks, long rounds) { return go_round(tasks, rounds); });
    return run.finish();
}
