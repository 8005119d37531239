// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "scenario.hpp"

namespace {

using bench::asio::awaitable;

BENCH_NOINLINE awaitable<long> descend(long depth) {
    if (depth == 1) {
        co_await bench::asio::post(bench::asio::deferred);
        co_return 1;
    }
    const long below = co_await descend(depth - 1);
    co_return below + 1;
}

BENCH_NOINLINE awaitable<long> descend_all(long chains, long depth) {
    long levels = 0;
    for (long i = 0; i < chains; ++i) levels += co_await descend(depth);
    co_return levels;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_deep", "boost_asio", BOOST_LIB_VERSION);
    await_deep::measure(
        run, [](long chains, long depth) { return bench::run_on_context(descend_all(chains, depth)); });
    return run.finish();
}
