// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp boost/asio/experimental/parallel_group.hpp
#include "../asio_channel.hpp"
#include "scenario.hpp"

#include <boost/asio/experimental/parallel_group.hpp>

namespace {

namespace asio = bench::asio;
using bench::asio_channel;

BENCH_NOINLINE asio::awaitable<void> produce(long first, long count, asio_channel& to) {
    for (long i = 0; i < count; ++i) co_await to.async_send(bench::no_error, first + 2 * i, asio::deferred);
}

BENCH_NOINLINE asio::awaitable<void> choose(long count, asio_channel& evens, asio_channel& odds,
                                            select_two::account& into) {
    for (long taken = 0; taken < count;) {
        const auto [order, no_even, even, no_odd, odd] =
            co_await asio::experimental::make_parallel_group(evens.async_receive(asio::deferred),
                                                             odds.async_receive(asio::deferred))
                .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
        if (!no_even) {
            into.add(0, even);
            ++taken;
        }
        if (!no_odd) {
            into.add(1, odd);
            ++taken;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "select_two", "boost_asio", BOOST_LIB_VERSION);
    for (const std::size_t capacity : {0u, 16u})
        select_two::measure(run, capacity, [capacity](long evens, long odds) {
            asio_channel even(bench::context(), capacity), odd(bench::context(), capacity);
            select_two::account got;
            bench::spawn_on_context(produce(0, evens, even));
            bench::spawn_on_context(produce(1, odds, odd));
            bench::spawn_on_context(choose(evens + odds, even, odd, got));
            bench::run_context();
            return got.answer();
        });
    return run.finish();
}
