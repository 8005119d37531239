// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <chrono>

namespace {

namespace asio = bench::asio;

BENCH_NOINLINE asio::awaitable<long> ready(long i) { co_return i; }

BENCH_NOINLINE asio::awaitable<long> yields(long i) {
    co_await asio::post(asio::deferred);
    co_return i;
}

BENCH_NOINLINE asio::awaitable<long> limit_all(asio::awaitable<long> (*what)(long), long n) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(bench::context());
    long sum = 0;
    for (long i = 0; i < n; ++i) {
        timer.expires_after(std::chrono::seconds(1));
        const auto first = co_await (what(i) || timer.async_wait(asio::use_awaitable));
        sum += std::get<0>(first);
    }
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "boost_asio", BOOST_LIB_VERSION);
    const auto by = [](asio::awaitable<long> (*what)(long)) {
        return [what](long n) { return bench::run_on_context(limit_all(what, n)); };
    };
    timeout_cancel::measure(run, "ready", by(ready));
    timeout_cancel::measure(run, "yields", by(yields));
    return run.finish();
}
