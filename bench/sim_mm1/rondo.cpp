// SPDX-License-Identifier: BSL-1.0
#include "../sim_rondo.hpp"

#include <rondo/sim/resource.hpp>

using rondo::sim::environment;
using rondo::sim::resource;

namespace {

BENCH_NOINLINE rondo::sim::process customer(environment& env, resource& desk, double time,
                                            std::uint64_t& sum) {
    {
        const auto mine = co_await desk.request();
        co_await env.timeout(time);
    }
    sum += bench::sim::whole(env.now());
}

BENCH_NOINLINE rondo::sim::process source(environment& env, resource& desk, std::uint64_t n,
                                          std::uint64_t& sum) {
    bench::sim::lcg gaps{1}, services{2};
    for (std::uint64_t i = 0; i != n; ++i) {
        co_await env.timeout(bench::sim::exponential(gaps));
        env.process(customer(env, desk, bench::sim::service(services), sum));
    }
}

std::uint64_t customers(std::uint64_t n) {
    environment env(bench::sim::options());
    resource desk(env);
    std::uint64_t sum = 0;
    env.process(source(env, desk, n, sum));
    env.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "sim_mm1", "rondo", RONDO_VERSION_STRING);
    rondo::frame_pool_limit(std::size_t{1} << 30); // what is freed is to be there for the next run
    bench::sim::measure_mm1(run, customers);
    return run.finish();
}
