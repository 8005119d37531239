// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: two loops.
#include "../harness.hpp"
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_short", "serial", "-");
    const auto add_up = [](std::uint64_t n) {
        std::uint64_t sum = 0;
        for (std::uint64_t k = 0; k < n; ++k) {
            for (std::uint64_t i = k; i < k + 4; ++i) sum += bench::opaque(i);
        }
        return sum;
    };
    run.measure("four", generator_short::unit, add_up, generator_short::truth);
    return run.finish();
}
