// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines in a ring of handles, with a bare lock.
#include "../bare_sync.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

BENCH_NOINLINE bare::detached add(long rounds, bool gives_way, bare::lock& guard, long& counter) {
    for (long i = 0; i < rounds; ++i) {
        co_await guard.acquire();
        const long before = bench::opaque(counter);
        if (gives_way) co_await bare::yield{};
        counter = before + 1;
        guard.release();
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "mutex_contended", "ring", "-");
    mutex_contended::measure(run, [](long tasks, long rounds, bool gives_way) {
        bare::lock guard;
        long counter = 0;
        for (long i = 0; i < tasks; ++i) add(rounds, gives_way, guard, counter);
        bare::ready.run();
        return counter;
    });
    return run.finish();
}
