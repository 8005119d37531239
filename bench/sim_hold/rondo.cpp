// SPDX-License-Identifier: BSL-1.0
#include "../sim_rondo.hpp"

using rondo::sim::environment;

namespace {

BENCH_NOINLINE rondo::sim::process hold(environment& env, bench::sim::lcg bits, std::uint64_t each,
                                        std::uint64_t& sum) {
    for (std::uint64_t i = 0; i != each; ++i) {
        co_await env.timeout(bench::sim::exponential(bits));
        sum += bench::sim::whole(env.now());
    }
}

std::uint64_t holds(std::uint64_t many, std::uint64_t each) {
    environment env(bench::sim::options());
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i != many; ++i) env.process(hold(env, {i + 1}, each, sum));
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_hold", "rondo", RONDO_VERSION_STRING);
    rondo::frame_pool_limit(std::size_t{1} << 30); // what is freed is to be there for the next run
    bench::sim::measure_hold(run, holds);
    return run.finish();
}
