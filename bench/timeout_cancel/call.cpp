// SPDX-License-Identifier: BSL-1.0
//
// Floor: what is ready needs no timer: a call through a pointer that the compiler does not know.
#include "scenario.hpp"

namespace {

BENCH_NOINLINE long ready(long i) { return i; }

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "call", "-");
    timeout_cancel::measure(run, "ready", [](long n) {
        auto* const limited = bench::opaque(&ready);
        long sum = 0;
        for (long i = 0; i < n; ++i) sum += limited(i);
        return sum;
    });
    return run.finish();
}
