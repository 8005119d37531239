// SPDX-License-Identifier: BSL-1.0
#include "../harness.hpp"
#include "scenario.hpp"

#include <rondo/core/loop.hpp>

namespace {

BENCH_NOINLINE rondo::task<long> child(long i) { co_return i; }

BENCH_NOINLINE rondo::task<long> parent(long n) {
    long sum = 0;
    for (long i = 0; i < n; ++i) sum += co_await child(i);
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_ready", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    const auto add_up = [&](std::uint64_t n) {
        return static_cast<std::uint64_t>(loop.run_until(parent(static_cast<long>(n))));
    };
    run.measure("child", await_ready::unit, add_up, await_ready::truth);
    return run.finish();
}
