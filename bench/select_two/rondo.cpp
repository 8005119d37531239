// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

namespace {

using rondo::channel;
using rondo::on;
using rondo::task;

BENCH_NOINLINE task<> produce(long first, long count, channel<long>* to) {
    for (long i = 0; i < count; ++i) co_await to->send(first + 2 * i);
}

BENCH_NOINLINE task<> choose(long count, channel<long>* evens, channel<long>* odds,
                             select_two::account* into) {
    const auto take_even = [into](long number) { into->add(0, number); };
    const auto take_odd = [into](long number) { into->add(1, number); };
    for (long i = 0; i < count; ++i)
        co_await rondo::select(on(evens->receive(), take_even), on(odds->receive(), take_odd));
}

task<long> take(long evens, long odds, std::size_t capacity) {
    channel<long> even(capacity), odd(capacity);
    select_two::account got;
    auto body = [&](rondo::task_group& all) -> task<> {
        all.spawn(produce, 0L, evens, &even);
        all.spawn(produce, 1L, odds, &odd);
        all.spawn(choose, evens + odds, &even, &odd, &got);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return got.answer();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "select_two", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    for (const std::size_t capacity : {0u, 16u})
        select_two::measure(run, capacity, [&](long evens, long odds) {
            return loop.run_until(take(evens, odds, capacity));
        });
    return run.finish();
}
