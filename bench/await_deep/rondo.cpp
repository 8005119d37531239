// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

namespace {

BENCH_NOINLINE rondo::task<long> level(long below) {
    if (below == 0) {
        co_await rondo::yield_now();
        co_return 1;
    }
    const long got = co_await level(below - 1);
    co_return got + 1;
}

rondo::task<long> chains(long how_many, long depth) {
    long levels = 0;
    for (long i = 0; i < how_many; ++i) levels += co_await level(depth - 1);
    co_return levels;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_deep", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    rondo::frame_pool_limit(std::size_t{1}
                            << 30); // a chain of 10^6 frames is more than the pool keeps by itself
    await_deep::measure(run,
                        [&](long how_many, long depth) { return loop.run_until(chains(how_many, depth)); });
    return run.finish();
}
