// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/sync/channel.hpp>

namespace {

using rondo::channel;
using rondo::task;

BENCH_NOINLINE task<> produce(long messages, channel<long>* to) {
    for (long i = 0; i < messages; ++i) co_await to->send(i);
}

BENCH_NOINLINE task<> consume(long messages, channel<long>* from, channel_throughput::account* into) {
    for (long i = 0; i < messages; ++i) {
        const long got = co_await from->receive();
        into->add(got);
    }
}

task<long> pass(long messages, std::size_t capacity) {
    channel<long> between(capacity);
    channel_throughput::account got;
    auto body = [&](rondo::task_group& both) -> task<> {
        both.spawn(produce, messages, &between);
        both.spawn(consume, messages, &between, &got);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return got.answer();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_throughput", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    for (const std::size_t capacity : channel_throughput::capacities)
        channel_throughput::measure(run, capacity,
                                    [&](long messages) { return loop.run_until(pass(messages, capacity)); });
    return run.finish();
}
