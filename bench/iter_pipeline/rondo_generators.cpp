// SPDX-License-Identifier: BSL-1.0
//
// The same with a generator function for each part.
#include "../harness.hpp"
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter/fold.hpp>
#include <rondo/gen/iter/stage.hpp>

namespace {

using rondo::generator;

BENCH_NOINLINE generator<long> count_to(long n) {
    for (long x = 0; x < n; ++x) co_yield x;
}

BENCH_NOINLINE generator<long> tripled(generator<long> numbers) {
    for (long x : numbers) {
        const long y = 3 * x + 1;
        co_yield y;
    }
}

BENCH_NOINLINE generator<long> only_odd(generator<long> numbers) {
    for (long y : numbers) {
        if (y % 2 != 0) co_yield y;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "iter_pipeline", "rondo_generators", RONDO_VERSION_STRING);
    const auto add_up = [](std::uint64_t n) {
        const long sum =
            count_to(static_cast<long>(n)) | rondo::stage(tripled) | rondo::stage(only_odd) | rondo::sum();
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("sum", iter_pipeline::unit, add_up, iter_pipeline::truth);
    return run.finish();
}
