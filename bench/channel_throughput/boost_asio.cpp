// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio_channel.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;
using bench::asio_channel;

BENCH_NOINLINE asio::awaitable<void> produce(long messages, asio_channel& to) {
    for (long i = 0; i < messages; ++i) co_await to.async_send(bench::no_error, i, asio::deferred);
}

BENCH_NOINLINE asio::awaitable<void> consume(long messages, asio_channel& from,
                                             channel_throughput::account& into) {
    for (long i = 0; i < messages; ++i) {
        const long got = co_await from.async_receive(asio::deferred);
        into.add(got);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_throughput", "boost_asio", BOOST_LIB_VERSION);
    for (const std::size_t capacity : channel_throughput::capacities)
        channel_throughput::measure(run, capacity, [capacity](long messages) {
            asio_channel between(bench::context(), capacity);
            channel_throughput::account got;
            bench::spawn_on_context(produce(messages, between));
            bench::spawn_on_context(consume(messages, between, got));
            bench::run_context();
            return got.answer();
        });
    return run.finish();
}
