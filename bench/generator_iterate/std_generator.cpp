// SPDX-License-Identifier: BSL-1.0
// needs: <generator>
//
// P2502's std::generator, where the standard library has it.
#include "../harness.hpp"
#include "scenario.hpp"

#include <generator>

namespace {

BENCH_NOINLINE std::generator<long> count_to(long n) {
    for (long i = 0; i < n; ++i) co_yield i;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_iterate", "std_generator", std::to_string(__cpp_lib_generator));
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        for (long value : count_to(static_cast<long>(n))) sum += value;
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("ints", generator_iterate::unit, add_up, generator_iterate::truth);
    return run.finish();
}
