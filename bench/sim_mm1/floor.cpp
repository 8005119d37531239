// SPDX-License-Identifier: BSL-1.0
//
// Floor: see bare_sim.hpp.
#include "../bare_sim.hpp"

namespace {

using bench::bare::server;
using bench::bare::simulation;

BENCH_NOINLINE bench::bare::detached customer(simulation& env, server& desk, double time,
                                              std::uint64_t& sum) {
    co_await desk.take();
    co_await bench::bare::timeout(env, time);
    desk.give();
    sum += bench::sim::whole(env.now);
}

BENCH_NOINLINE bench::bare::detached source(simulation& env, server& desk, std::uint64_t n,
                                            std::uint64_t& sum) {
    bench::sim::lcg gaps{1}, services{2};
    for (std::uint64_t i = 0; i != n; ++i) {
        co_await bench::bare::timeout(env, bench::sim::exponential(gaps));
        customer(env, desk, bench::sim::service(services), sum);
    }
}

std::uint64_t customers(std::uint64_t n) {
    simulation env;
    server desk;
    std::uint64_t sum = 0;
    source(env, desk, n, sum);
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_mm1", "floor", "-");
    bench::sim::measure_mm1(run, customers);
    return run.finish();
}
