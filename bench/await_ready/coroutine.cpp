// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare task, its frame from a free list, run by a call.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare::task child(long i) { co_return i; }

BENCH_NOINLINE bench::bare::detached parent(long n, long& sum) {
    for (long i = 0; i < n; ++i) sum += co_await child(i);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_ready", "coroutine", "-");
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        parent(static_cast<long>(n), sum);
        bench::bare::ready.run();
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("child", await_ready::unit, add_up, await_ready::truth);
    return run.finish();
}
