// SPDX-License-Identifier: BSL-1.0
//
// Floor: a bare coroutine with a slot for what it is sent.
#include "../bare_coroutine.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

BENCH_NOINLINE bench::bare_coroutine running_total() {
    for (long sum = 0;;) {
        const long sent = co_yield &sum;
        sum += sent;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_send", "coroutine", "-");
    const auto add_up = [](std::uint64_t n) {
        bench::bare_coroutine total = running_total();
        total.next();
        long answer = 0;
        for (long i = 0; i < static_cast<long>(n); ++i) {
            total.send(i);
            answer = total.value();
        }
        return static_cast<std::uint64_t>(answer);
    };
    run.measure("total", generator_send::unit, add_up, generator_send::truth);
    return run.finish();
}
