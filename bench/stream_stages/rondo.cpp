// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/stream/per_item.hpp>

namespace {

using number = std::uint64_t;

BENCH_NOINLINE rondo::async_generator<number> count_up_to(number n) {
    for (number i = 0; i < n; ++i) co_yield i;
}

rondo::task<number> add_up(number n) {
    auto sums = count_up_to(n) | rondo::filter([](number i) { return i % 2 == 0; }) |
                rondo::map([](number i) { return 3 * i; }) |
                rondo::scan([](number so_far, number i) { return so_far + i; }, number(0));
    number sum = 0;
    while (auto step = co_await sums.next()) sum += *step;
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "stream_stages", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    run.measure(
        "three", stream_stages::unit, [&](number n) { return loop.run_until(add_up(n)); },
        stream_stages::truth);
    return run.finish();
}
