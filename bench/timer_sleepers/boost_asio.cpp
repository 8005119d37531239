// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

namespace asio = bench::asio;

BENCH_NOINLINE asio::awaitable<long> sleeper(long i, timer_sleepers::nanoseconds time) {
    const double began = timer_sleepers::seen.now();
    asio::steady_timer timer(bench::context(), time);
    co_await timer.async_wait(asio::deferred);
    timer_sleepers::seen.woke(began, time);
    co_return i;
}

long sleep_all(const std::vector<timer_sleepers::nanoseconds>& sleeps) {
    long sum = 0;
    for (std::size_t i = 0; i < sleeps.size(); ++i)
        asio::co_spawn(bench::context(), sleeper(static_cast<long>(i), sleeps[i]),
                       [&sum](std::exception_ptr, long given) { sum += given; });
    bench::run_context();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "boost_asio", BOOST_LIB_VERSION);
    timer_sleepers::measure(run, sleep_all);
    return run.finish();
}
