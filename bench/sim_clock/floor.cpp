// SPDX-License-Identifier: BSL-1.0
//
// Floor: see bare_sim.hpp.
#include "../bare_sim.hpp"

namespace {

using bench::bare::simulation;

BENCH_NOINLINE bench::bare::detached clock(simulation& env, std::uint64_t each, std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != each; ++i) co_await bench::bare::timeout(env, 1);
    sum += bench::sim::whole(env.now);
}

std::uint64_t clocks(std::uint64_t many, std::uint64_t each) {
    simulation env;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) clock(env, each, sum);
    env.run();
    return sum;
}

std::uint64_t hold(std::uint64_t many) {
    simulation env;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) clock(env, 1, sum);
    bench::bare::ready.run();
    bench::all_alive();
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_clock", "floor", "-");
    bench::sim::measure_clock(run, clocks, hold);
    return run.finish();
}
