// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

namespace {

BENCH_NOINLINE void give_way(long rounds, bool first, long* yields) {
    fiber_yield::give_way(rounds, first, *yields, [] { rondo::await(rondo::yield_now()); });
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_yield", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    fiber_yield::measure(run, [&](long fibers, long rounds) {
        long yields = 0;
        for (long i = 0; i < fibers; ++i) rondo::spawn_fiber(loop.root(), give_way, rounds, i == 0, &yields);
        loop.run_until_idle();
        return yields;
    });
    return run.finish();
}
