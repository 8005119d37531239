// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines in a ring of handles, with a bare channel.
#include "../bare_sync.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

BENCH_NOINLINE bare::detached produce(long messages, bare::channel& to) {
    for (long i = 0; i < messages; ++i) co_await to.send(i);
}

BENCH_NOINLINE bare::detached consume(long messages, bare::channel& from, channel_throughput::account& into) {
    for (long i = 0; i < messages; ++i) {
        const long got = co_await from.receive();
        into.add(got);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_throughput", "ring", "-");
    for (const std::size_t capacity : channel_throughput::capacities)
        channel_throughput::measure(run, capacity, [capacity](long messages) {
            bare::channel between(capacity);
            channel_throughput::account got;
            produce(messages, between);
            consume(messages, between, got);
            bare::ready.run();
            return got.answer();
        });
    return run.finish();
}
