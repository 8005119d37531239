// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>

namespace {

BENCH_NOINLINE rondo::generator<long> descend(long n, int depth) {
    if (depth > 1) {
        co_yield rondo::from(descend(n, depth - 1));
    } else {
        for (long i = 0; i < n; ++i) co_yield i;
    }
}

BENCH_NOINLINE rondo::generator<long> walk(long low, long high) {
    const long middle = low + (high - low) / 2;
    if (low < middle) co_yield rondo::from(walk(low, middle));
    co_yield middle;
    if (middle + 1 < high) co_yield rondo::from(walk(middle + 1, high));
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_recursive", "rondo", RONDO_VERSION_STRING);
    const auto add_up = [](long n, int depth) {
        std::uint64_t sum = 0;
        for (long value : descend(n, depth)) sum += static_cast<std::uint64_t>(value);
        return sum;
    };
    const auto walk_all = [](long n) {
        std::uint64_t sum = 0, expected = 0;
        for (long value : walk(0, n)) {
            if (static_cast<std::uint64_t>(value) != expected++) return generator_recursive::out_of_order;
            sum += static_cast<std::uint64_t>(value);
        }
        return sum;
    };
    generator_recursive::measure(run, add_up, walk_all);
    return run.finish();
}
