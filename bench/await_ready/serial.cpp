// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: the loop itself.
#include "../harness.hpp"
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_ready", "serial", "-");
    const auto add_up = [](std::uint64_t n) {
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < n; ++i) sum += bench::opaque(i);
        return sum;
    };
    run.measure("child", await_ready::unit, add_up, await_ready::truth);
    return run.finish();
}
