// SPDX-License-Identifier: BSL-1.0
//
// Floor: the generator without stages, and one loop that does what they do.
#include "scenario.hpp"

#include <rondo/core/async_generator.hpp>
#include <rondo/core/loop.hpp>

namespace {

using number = std::uint64_t;

BENCH_NOINLINE rondo::async_generator<number> count_up_to(number n) {
    for (number i = 0; i < n; ++i) co_yield i;
}

rondo::task<number> add_up(number n) {
    auto numbers = count_up_to(n);
    number so_far = 0, sum = 0;
    while (auto step = co_await numbers.next()) {
        if (*step % 2 == 0) sum += so_far += 3 * *step;
    }
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "stream_stages", "fused", RONDO_VERSION_STRING);
    rondo::loop loop;
    run.measure(
        "three", stream_stages::unit, [&](number n) { return loop.run_until(add_up(n)); },
        stream_stages::truth);
    return run.finish();
}
