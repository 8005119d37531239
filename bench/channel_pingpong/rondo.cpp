// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/sync/channel.hpp>

namespace {

using rondo::channel;
using rondo::task;

BENCH_NOINLINE task<> pong(long rounds, channel<long>* in, channel<long>* out) {
    for (long i = 0; i < rounds; ++i) {
        const long got = co_await in->receive();
        co_await out->send(got + 1);
    }
}

BENCH_NOINLINE task<> ping(long rounds, channel<long>* out, channel<long>* in, long* sum) {
    for (long i = 0; i < rounds; ++i) {
        co_await out->send(i);
        const long got = co_await in->receive();
        *sum += got;
    }
}

task<long> play(long rounds, std::size_t capacity) {
    channel<long> there(capacity), back(capacity);
    long sum = 0;
    auto body = [&](rondo::task_group& both) -> task<> {
        both.spawn(pong, rounds, &there, &back);
        both.spawn(ping, rounds, &there, &back, &sum);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_pingpong", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    for (const std::size_t capacity : {0u, 1u})
        channel_pingpong::measure(run, capacity,
                                  [&](long rounds) { return loop.run_until(play(rounds, capacity)); });
    return run.finish();
}
