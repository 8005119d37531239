// SPDX-License-Identifier: BSL-1.0
//
// Floor: one unknown call an item, whatever the depth; for the tree a recursive function that calls back for each node.
#include "scenario.hpp"

namespace {

struct counter {
    long value;
    long stop;
};

BENCH_NOINLINE const long* advance(counter& state) {
    if (state.value == state.stop) return nullptr;
    ++state.value;
    return &state.value;
}

struct visitor {
    void (*visit)(visitor&, long);
    std::uint64_t sum = 0, expected = 0;
    bool wrong = false;
};

BENCH_NOINLINE void add(visitor& to, long value) {
    to.wrong |= static_cast<std::uint64_t>(value) != to.expected++;
    to.sum += static_cast<std::uint64_t>(value);
}

BENCH_NOINLINE void walk(long low, long high, visitor& to) {
    const long middle = low + (high - low) / 2;
    if (low < middle) walk(low, middle, to);
    to.visit(to, middle);
    if (middle + 1 < high) walk(middle + 1, high, to);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_recursive", "call", "-");
    const auto descend = [](long n, int) {
        counter state{-1, n - 1};
        auto* const next = bench::opaque(&advance);
        std::uint64_t sum = 0;
        while (const long* value = next(state)) sum += static_cast<std::uint64_t>(*value);
        return sum;
    };
    const auto walk_all = [](long n) {
        visitor to{bench::opaque(&add)};
        walk(0, n, to);
        return to.wrong ? generator_recursive::out_of_order : to.sum;
    };
    generator_recursive::measure(run, descend, walk_all);
    return run.finish();
}
