// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio_channel.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;
using bench::asio_channel;

BENCH_NOINLINE asio::awaitable<void> add(long rounds, bool gives_way, asio_channel& token, long& counter) {
    for (long i = 0; i < rounds; ++i) {
        co_await token.async_send(bench::no_error, 0, asio::deferred);
        const long before = bench::opaque(counter);
        if (gives_way) co_await asio::post(asio::deferred);
        counter = before + 1;
        token.try_receive([](boost::system::error_code, long) {});
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "mutex_contended", "boost_asio", BOOST_LIB_VERSION);
    mutex_contended::measure(run, [](long tasks, long rounds, bool gives_way) {
        asio_channel token(bench::context(), 1);
        long counter = 0;
        for (long i = 0; i < tasks; ++i) bench::spawn_on_context(add(rounds, gives_way, token, counter));
        bench::run_context();
        return counter;
    });
    return run.finish();
}
