// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: a loop, and a recursive function.
#include "scenario.hpp"

namespace {

BENCH_NOINLINE void walk(long low, long high, std::uint64_t& sum) {
    const long middle = low + (high - low) / 2;
    if (low < middle) walk(low, middle, sum);
    sum += static_cast<std::uint64_t>(bench::opaque(middle));
    if (middle + 1 < high) walk(middle + 1, high, sum);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_recursive", "serial", "-");
    const auto descend = [](long n, int) {
        std::uint64_t sum = 0;
        for (long i = 0; i < n; ++i) sum += static_cast<std::uint64_t>(bench::opaque(i));
        return sum;
    };
    const auto walk_all = [](long n) {
        std::uint64_t sum = 0;
        walk(0, n, sum);
        return sum;
    };
    generator_recursive::measure(run, descend, walk_all);
    return run.finish();
}
