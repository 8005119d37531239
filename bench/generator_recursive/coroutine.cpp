// SPDX-License-Identifier: BSL-1.0
//
// Floor: one bare coroutine, as if there were no depth. It walks the tree with a stack of its own.
#include "../bare_coroutine.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare_coroutine count_to(long n) {
    for (long i = 0; i < n; ++i) co_yield i;
}

struct span {
    long low, high;
};

BENCH_NOINLINE bench::bare_coroutine walk(long n) {
    span stack[64];
    int used = 0;
    for (span now{0, n}; now.low < now.high || used != 0;) {
        while (now.low < now.high) {
            stack[used++] = now;
            now.high = now.low + (now.high - now.low) / 2;
        }
        now = stack[--used];
        now.low += (now.high - now.low) / 2;
        co_yield now.low;
        ++now.low;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_recursive", "coroutine", "-");
    const auto descend = [](long n, int) {
        bench::bare_coroutine numbers = count_to(n);
        std::uint64_t sum = 0;
        while (numbers.next()) sum += static_cast<std::uint64_t>(numbers.value());
        return sum;
    };
    const auto walk_all = [](long n) {
        bench::bare_coroutine nodes = walk(n);
        return generator_recursive::in_order([&] { return nodes.next() ? &nodes.value() : nullptr; });
    };
    generator_recursive::measure(run, descend, walk_all);
    return run.finish();
}
