// SPDX-License-Identifier: BSL-1.0
//
// Run with RONDO_FRAME_POOL=0 in the environment this is the peer rondo_malloc: the same generator without the pool.
#include "../harness.hpp"
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>

namespace {

BENCH_NOINLINE rondo::generator<long> count_four(long first) {
    for (long i = first; i < first + 4; ++i) co_yield i;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_short", "rondo", RONDO_VERSION_STRING);
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        for (long k = 0; k < static_cast<long>(n); ++k) {
            for (long value : count_four(k)) sum += value;
        }
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("four", generator_short::unit, add_up, generator_short::truth);
    return run.finish();
}
