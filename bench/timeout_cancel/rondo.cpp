// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

namespace {

using namespace rondo;

BENCH_NOINLINE task<long> ready(long i) { co_return i; }

BENCH_NOINLINE task<long> yields(long i) {
    co_await yield_now();
    co_return i;
}

BENCH_NOINLINE task<long> limit_all(task<long> (*what)(long), long n) {
    long sum = 0;
    for (long i = 0; i < n; ++i) sum += co_await fail_after(1s, what(i));
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "rondo", RONDO_VERSION_STRING);
    loop on;
    timeout_cancel::measure(run, "ready", [&](long n) { return on.run_until(limit_all(ready, n)); });
    timeout_cancel::measure(run, "yields", [&](long n) { return on.run_until(limit_all(yields, n)); });
    return run.finish();
}
