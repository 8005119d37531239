// SPDX-License-Identifier: BSL-1.0
//
// Floor: a call through a pointer that the compiler does not know.
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE long child(long i) { return i; }

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_ready", "call", "-");
    const auto add_up = [](std::uint64_t n) {
        auto* const await = bench::opaque(&child);
        long sum = 0;
        for (long i = 0; i < static_cast<long>(n); ++i) sum += await(i);
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("child", await_ready::unit, add_up, await_ready::truth);
    return run.finish();
}
