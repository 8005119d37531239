// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio_channel.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;
using bench::asio_channel;

BENCH_NOINLINE asio::awaitable<void> pong(long rounds, asio_channel& in, asio_channel& out) {
    for (long i = 0; i < rounds; ++i) {
        const long got = co_await in.async_receive(asio::deferred);
        co_await out.async_send(bench::no_error, got + 1, asio::deferred);
    }
}

BENCH_NOINLINE asio::awaitable<void> ping(long rounds, asio_channel& out, asio_channel& in, long& sum) {
    for (long i = 0; i < rounds; ++i) {
        co_await out.async_send(bench::no_error, i, asio::deferred);
        sum += co_await in.async_receive(asio::deferred);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_pingpong", "boost_asio", BOOST_LIB_VERSION);
    for (const std::size_t capacity : {0u, 1u})
        channel_pingpong::measure(run, capacity, [capacity](long rounds) {
            asio_channel there(bench::context(), capacity), back(bench::context(), capacity);
            long sum = 0;
            bench::spawn_on_context(pong(rounds, there, back));
            bench::spawn_on_context(ping(rounds, there, back, sum));
            bench::run_context();
            return sum;
        });
    return run.finish();
}
