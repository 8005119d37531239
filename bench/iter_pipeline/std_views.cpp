// SPDX-License-Identifier: BSL-1.0
#include "../harness.hpp"
#include "scenario.hpp"

#include <ranges>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "iter_pipeline", "std_views", "C++20");
    const auto add_up = [](std::uint64_t n) {
        const auto triple = [](long x) { return 3 * x + 1; };
        const auto odd = [](long y) { return y % 2 != 0; };
        long sum = 0;
        for (long y : std::views::iota(0L, static_cast<long>(n)) | std::views::transform(triple) |
                          std::views::filter(odd))
            sum += y;
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("sum", iter_pipeline::unit, add_up, iter_pipeline::truth);
    return run.finish();
}
