// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare coroutine.
#include "../bare_coroutine.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare_coroutine count_to(long n) {
    for (long i = 0; i < n; ++i) co_yield i;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_iterate", "coroutine", "-");
    const auto add_up = [](std::uint64_t n) {
        bench::bare_coroutine numbers = count_to(static_cast<long>(n));
        long sum = 0;
        while (numbers.next()) sum += numbers.value();
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("ints", generator_iterate::unit, add_up, generator_iterate::truth);
    return run.finish();
}
