// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines in a ring of handles, with a bare channel.
#include "../bare_sync.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

BENCH_NOINLINE bare::detached pong(long rounds, bare::channel& in, bare::channel& out) {
    for (long i = 0; i < rounds; ++i) {
        const long got = co_await in.receive();
        co_await out.send(got + 1);
    }
}

BENCH_NOINLINE bare::detached ping(long rounds, bare::channel& out, bare::channel& in, long& sum) {
    for (long i = 0; i < rounds; ++i) {
        co_await out.send(i);
        const long got = co_await in.receive();
        sum += got;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_pingpong", "ring", "-");
    for (const std::size_t capacity : {0u, 1u})
        channel_pingpong::measure(run, capacity, [capacity](long rounds) {
            bare::channel there(capacity), back(capacity);
            long sum = 0;
            pong(rounds, there, back);
            ping(rounds, there, back, sum);
            bare::ready.run();
            return sum;
        });
    return run.finish();
}
