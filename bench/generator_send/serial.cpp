// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: the loop itself.
#include "../harness.hpp"
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_send", "serial", "-");
    const auto add_up = [](std::uint64_t n) {
        std::uint64_t total = 0;
        for (std::uint64_t i = 0; i < n; ++i) total = bench::opaque(total + i);
        return total;
    };
    run.measure("total", generator_send::unit, add_up, generator_send::truth);
    return run.finish();
}
