// SPDX-License-Identifier: BSL-1.0
//
// Floor: a ring of coroutine handles, frames from a free list.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

using yield_round_robin::seen;

template <bool Watched>
BENCH_NOINLINE bench::bare::detached give_way(long rounds, bool first, long& yields) {
    co_await bench::bare::yield{};
    seen.first_begins(first);
    long mine = 0;
    for (; mine < rounds; ++mine) {
        seen.step<Watched>(first);
        co_await bench::bare::yield{};
    }
    seen.first_ends(first, rounds);
    yields += mine;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "yield_round_robin", "ring", "-");
    yield_round_robin::measure(run, []<bool Watched>(long tasks, long rounds) {
        long yields = 0;
        for (long i = 0; i < tasks; ++i) give_way<Watched>(rounds, i == 0, yields);
        bench::bare::ready.run();
        return yields;
    });
    return run.finish();
}
