// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;

BENCH_NOINLINE asio::awaitable<long> give(long i) {
    co_await asio::post(asio::deferred);
    co_return i;
}

BENCH_NOINLINE asio::awaitable<long> give_later(long i, long& missing) {
    if (--missing == 0) bench::all_alive();
    co_await asio::post(asio::deferred);
    co_return i;
}

long group(long tasks) {
    long sum = 0;
    for (long i = 0; i < tasks; ++i)
        asio::co_spawn(bench::context(), give(i), [&sum](std::exception_ptr, long given) { sum += given; });
    bench::run_context();
    return sum;
}

long bytes(long tasks) {
    long sum = 0, missing = tasks;
    for (long i = 0; i < tasks; ++i)
        asio::co_spawn(bench::context(), give_later(i, missing),
                       [&sum](std::exception_ptr, long given) { sum += given; });
    bench::run_context();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "spawn_join", "boost_asio", BOOST_LIB_VERSION);
    spawn_join::measure(run, "bytes", bytes);
    spawn_join::measure(run, "group", group);
    return run.finish();
}
