// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "scenario.hpp"

namespace {

using yield_round_robin::seen;

template <bool Watched>
BENCH_NOINLINE bench::asio::awaitable<long> give_way(long rounds, bool first) {
    co_await bench::asio::post(bench::asio::deferred);
    seen.first_begins(first);
    long mine = 0;
    for (; mine < rounds; ++mine) {
        seen.step<Watched>(first);
        co_await bench::asio::post(bench::asio::deferred);
    }
    seen.first_ends(first, rounds);
    co_return mine;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "yield_round_robin", "boost_asio", BOOST_LIB_VERSION);
    yield_round_robin::measure(run, []<bool Watched>(long tasks, long rounds) {
        long yields = 0;
        for (long i = 0; i < tasks; ++i)
            bench::asio::co_spawn(bench::context(), give_way<Watched>(rounds, i == 0),
                                  [&yields](std::exception_ptr, long given) { yields += given; });
        bench::run_context();
        return yields;
    });
    return run.finish();
}
