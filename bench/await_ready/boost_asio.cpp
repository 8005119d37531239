// SPDX-License-Identifier: BSL-1.0
// needs: boost/asio.hpp
#include "../asio.hpp"
#include "../harness.hpp"
#include "scenario.hpp"

namespace {

using bench::asio::awaitable;

BENCH_NOINLINE awaitable<long> child(long i) { co_return i; }

BENCH_NOINLINE awaitable<long> parent(long n) {
    long sum = 0;
    for (long i = 0; i < n; ++i) sum += co_await child(i);
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "await_ready", "boost_asio", BOOST_LIB_VERSION);
    const auto add_up = [](std::uint64_t n) { return bench::run_on_context(parent(static_cast<long>(n))); };
    run.measure("child", await_ready::unit, add_up, await_ready::truth);
    return run.finish();
}
