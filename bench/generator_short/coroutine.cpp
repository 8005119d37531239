// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare coroutine, its frame from operator new.
#include "../bare_coroutine.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare_coroutine count_four(long first) {
    for (long i = first; i < first + 4; ++i) co_yield i;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_short", "coroutine", "-");
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        for (long k = 0; k < static_cast<long>(n); ++k) {
            bench::bare_coroutine numbers = count_four(k);
            while (numbers.next()) sum += numbers.value();
        }
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("four", generator_short::unit, add_up, generator_short::truth);
    return run.finish();
}
