// SPDX-License-Identifier: BSL-1.0
//
// The serial truth and the floor: the loop that one would write by hand, which the compiler may turn into SIMD.
#include "../harness.hpp"
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "iter_pipeline", "serial", "-");
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        for (long x = 0; x < static_cast<long>(n); ++x) {
            const long y = 3 * x + 1;
            if (y % 2 != 0) sum += y;
        }
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("sum", iter_pipeline::unit, add_up, iter_pipeline::truth);
    return run.finish();
}
