// SPDX-License-Identifier: BSL-1.0
//
// What `from` saves: the same generators, passing items on by a loop, which costs every level every item.
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>

namespace {

BENCH_NOINLINE rondo::generator<long> descend(long n, int depth) {
    if (depth > 1) {
        for (long value : descend(n, depth - 1)) co_yield value;
    } else {
        for (long i = 0; i < n; ++i) co_yield i;
    }
}

BENCH_NOINLINE rondo::generator<long> walk(long low, long high) {
    const long middle = low + (high - low) / 2;
    if (low < middle) {
        for (long value : walk(low, middle)) co_yield value;
    }
    co_yield middle;
    if (middle + 1 < high) {
        for (long value : walk(middle + 1, high)) co_yield value;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_recursive", "rondo_loop", RONDO_VERSION_STRING);
    const auto add_up = [](long n, int depth) {
        std::uint64_t sum = 0;
        for (long value : descend(n, depth)) sum += static_cast<std::uint64_t>(value);
        return sum;
    };
    const auto walk_all = [](long n) {
        rondo::generator<long> nodes = walk(0, n);
        return generator_recursive::in_order([&]() -> const long* {
            const auto step = nodes.next();
            return step ? &*step : nullptr;
        });
    };
    generator_recursive::measure(run, add_up, walk_all);
    return run.finish();
}
