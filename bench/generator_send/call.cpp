// SPDX-License-Identifier: BSL-1.0
//
// Floor: a call with an argument, through a pointer that the compiler does not know.
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

struct total {
    long sum = 0;
};

BENCH_NOINLINE const long* add(total& state, long value) {
    state.sum += value;
    return &state.sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_send", "call", "-");
    const auto add_up = [](std::uint64_t n) {
        total state;
        auto* const send = bench::opaque(&add);
        long answer = 0;
        for (long i = 0; i < static_cast<long>(n); ++i) answer = *send(state, i);
        return static_cast<std::uint64_t>(answer);
    };
    run.measure("total", generator_send::unit, add_up, generator_send::truth);
    return run.finish();
}
