// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare tasks, their frames from a free list.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare::task descend(long depth) {
    if (depth == 1) {
        co_await bench::bare::yield{};
        co_return 1;
    }
    const long below = co_await descend(depth - 1);
    co_return below + 1;
}

BENCH_NOINLINE bench::bare::detached descend_all(long chains, long depth, long& levels) {
    for (long i = 0; i < chains; ++i) levels += co_await descend(depth);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_deep", "coroutine", "-");
    await_deep::measure(run, [](long chains, long depth) {
        long levels = 0;
        descend_all(chains, depth, levels);
        bench::bare::ready.run();
        return levels;
    });
    return run.finish();
}
