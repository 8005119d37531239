// SPDX-License-Identifier: BSL-1.0
//
// Floor: what a generator cannot be cheaper than in general, a call through a pointer that the compiler does not know.
#include "../harness.hpp"
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

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_iterate", "call", "-");
    const auto add_up = [](std::uint64_t n) {
        counter state{-1, static_cast<long>(n) - 1};
        auto* const next = bench::opaque(&advance);
        long sum = 0;
        while (const long* value = next(state)) sum += *value;
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("ints", generator_iterate::unit, add_up, generator_iterate::truth);
    return run.finish();
}
