// SPDX-License-Identifier: BSL-1.0
//
// Floor: see bare_sim.hpp.
#include "../bare_sim.hpp"

namespace {

using bench::bare::simulation;

BENCH_NOINLINE bench::bare::detached hold(simulation& env, bench::sim::lcg bits, std::uint64_t each,
                                          std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != each; ++i) {
        co_await bench::bare::timeout(env, bench::sim::exponential(bits));
        sum += bench::sim::whole(env.now);
    }
}

std::uint64_t holds(std::uint64_t many, std::uint64_t each) {
    simulation env;
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i != many; ++i) hold(env, {i + 1}, each, sum);
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_hold", "floor", "-");
    bench::sim::measure_hold(run, holds);
    return run.finish();
}
