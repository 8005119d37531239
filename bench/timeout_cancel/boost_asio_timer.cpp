// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
//
// A timer that sets a flag, which nobody is told: what the limit costs when nothing is run in parallel.
#include "../asio.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

#include <chrono>

namespace {

namespace asio = bench::asio;

BENCH_NOINLINE asio::awaitable<long> ready(long i) { co_return i; }

BENCH_NOINLINE asio::awaitable<long> yields(long i) {
    co_await asio::post(asio::deferred);
    co_return i;
}

BENCH_NOINLINE asio::awaitable<long> limit_all(asio::awaitable<long> (*what)(long), long n) {
    asio::steady_timer timer(bench::context());
    bool late = false;
    long sum = 0;
    for (long i = 0; i < n; ++i) {
        timer.expires_after(std::chrono::seconds(1));
        timer.async_wait([&late](boost::system::error_code error) { late |= !error; });
        sum += co_await what(i);
        timer.cancel();
    }
    // What was cancelled still comes, with an error, and `late` is to be there for it.
    co_await asio::post(asio::deferred);
    co_return late ? -1 : sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "boost_asio_timer", BOOST_LIB_VERSION);
    const auto by = [](asio::awaitable<long> (*what)(long)) {
        return [what](long n) { return bench::run_on_context(limit_all(what, n)); };
    };
    timeout_cancel::measure(run, "ready", by(ready));
    timeout_cancel::measure(run, "yields", by(yields));
    return run.finish();
}
