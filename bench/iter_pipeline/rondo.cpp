// SPDX-License-Identifier: BSL-1.0
//
// Stages of the library: values that the compiler sees through.
#include "../harness.hpp"
#include "scenario.hpp"

#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/fold.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "iter_pipeline", "rondo", RONDO_VERSION_STRING);
    const auto add_up = [](std::uint64_t n) {
        const auto triple = [](long x) { return 3 * x + 1; };
        const auto odd = [](long y) { return y % 2 != 0; };
        const long sum =
            rondo::range(static_cast<long>(n)) | rondo::map(triple) | rondo::filter(odd) | rondo::sum();
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("sum", iter_pipeline::unit, add_up, iter_pipeline::truth);
    return run.finish();
}
