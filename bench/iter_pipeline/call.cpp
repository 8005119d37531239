// SPDX-License-Identifier: BSL-1.0
//
// Floor of a pipeline whose parts do not see each other: three unknown calls, one for each part.
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

struct part {
    const long* (*next)(part&);
    part* source;
    long value;
    long stop;
};

BENCH_NOINLINE const long* count(part& state) {
    if (state.value == state.stop) return nullptr;
    ++state.value;
    return &state.value;
}

BENCH_NOINLINE const long* triple(part& state) {
    const long* value = state.source->next(*state.source);
    if (!value) return nullptr;
    state.value = 3 * *value + 1;
    return &state.value;
}

BENCH_NOINLINE const long* only_odd(part& state) {
    while (const long* value = state.source->next(*state.source)) {
        if (*value % 2 != 0) return value;
    }
    return nullptr;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "iter_pipeline", "call", "-");
    const auto add_up = [](std::uint64_t n) {
        part numbers{bench::opaque(&count), nullptr, -1, static_cast<long>(n) - 1};
        part tripled{bench::opaque(&triple), &numbers, 0, 0};
        part odd{bench::opaque(&only_odd), &tripled, 0, 0};
        long sum = 0;
        while (const long* value = odd.next(odd)) sum += *value;
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("sum", iter_pipeline::unit, add_up, iter_pipeline::truth);
    return run.finish();
}
