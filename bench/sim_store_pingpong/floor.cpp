// SPDX-License-Identifier: BSL-1.0
//
// Floor: see bare_sim.hpp.
#include "../bare_sim.hpp"

using numbers = bench::bare::mailbox<std::uint64_t>;

namespace {

BENCH_NOINLINE bench::bare::detached ping(numbers& there, numbers& back, std::uint64_t n,
                                          std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != n; ++i) {
        there.put(i);
        sum += co_await back.get();
    }
}

BENCH_NOINLINE bench::bare::detached pong(numbers& there, numbers& back, std::uint64_t n) {
    for (std::uint64_t i = 0; i != n; ++i) {
        const std::uint64_t got = co_await there.get();
        back.put(got + 1);
    }
}

std::uint64_t rounds(std::uint64_t n) {
    bench::bare::simulation env;
    numbers there, back;
    std::uint64_t sum = 0;
    ping(there, back, n, sum);
    pong(there, back, n);
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_store_pingpong", "floor", "-");
    bench::sim::measure_store(run, rounds);
    return run.finish();
}
