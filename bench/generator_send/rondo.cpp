// SPDX-License-Identifier: BSL-1.0
#include "../harness.hpp"
#include "scenario.hpp"

#include <rondo/gen/generator.hpp>

namespace {

BENCH_NOINLINE rondo::generator<long, long> running_total() {
    for (long sum = 0;;) {
        if (std::optional<long> sent = co_yield sum) sum += *sent;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_send", "rondo", RONDO_VERSION_STRING);
    const auto add_up = [](std::uint64_t n) {
        rondo::generator<long, long> total = running_total();
        long answer = *total.next();
        for (long i = 0; i < static_cast<long>(n); ++i) answer = *total.send(i);
        return static_cast<std::uint64_t>(answer);
    };
    run.measure("total", generator_send::unit, add_up, generator_send::truth);
    return run.finish();
}
