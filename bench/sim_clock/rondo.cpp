// SPDX-License-Identifier: BSL-1.0
#include "../sim_rondo.hpp"

using rondo::sim::environment;

namespace {

BENCH_NOINLINE rondo::sim::process clock(environment& env, std::uint64_t each, std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != each; ++i) co_await env.timeout(1);
    sum += bench::sim::whole(env.now());
}

std::uint64_t clocks(std::uint64_t many, std::uint64_t each) {
    environment env(bench::sim::options());
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) env.process(clock(env, each, sum));
    env.run();
    return sum;
}

std::uint64_t hold(std::uint64_t many) {
    environment env(bench::sim::options());
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != many; ++i) env.process(clock(env, 1, sum));
    env.run(0.5);
    bench::all_alive();
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_clock", "rondo", RONDO_VERSION_STRING);
    rondo::frame_pool_limit(std::size_t{1} << 30); // what is freed is to be there for the next run
    bench::sim::measure_clock(run, clocks, hold);
    return run.finish();
}
