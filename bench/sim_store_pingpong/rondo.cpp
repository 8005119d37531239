// SPDX-License-Identifier: BSL-1.0
#include "../sim_rondo.hpp"

#include <rondo/sim/store.hpp>

using numbers = rondo::sim::store<std::uint64_t>;

namespace {

BENCH_NOINLINE rondo::sim::process ping(numbers& there, numbers& back, std::uint64_t n, std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != n; ++i) {
        co_await there.put(i);
        sum += co_await back.get();
    }
}

BENCH_NOINLINE rondo::sim::process pong(numbers& there, numbers& back, std::uint64_t n) {
    for (std::uint64_t i = 0; i != n; ++i) {
        const std::uint64_t got = co_await there.get();
        co_await back.put(got + 1);
    }
}

std::uint64_t rounds(std::uint64_t n) {
    rondo::sim::environment env(bench::sim::options());
    numbers there(env), back(env);
    std::uint64_t sum = 0;
    env.process(ping(there, back, n, sum));
    env.process(pong(there, back, n));
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_store_pingpong", "rondo", RONDO_VERSION_STRING);
    rondo::frame_pool_limit(std::size_t{1} << 30); // what is freed is to be there for the next run
    bench::sim::measure_store(run, rounds);
    return run.finish();
}
