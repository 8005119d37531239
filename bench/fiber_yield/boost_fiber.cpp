// SPDX-License-Identifier: BSL-1.0
// needs: boost_fiber boost_context boost/fiber/fiber.hpp
#include "scenario.hpp"

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>
#include <boost/version.hpp>

#include <vector>

namespace {

BENCH_NOINLINE void give_way(long rounds, bool first, long* yields) {
    fiber_yield::give_way(rounds, first, *yields, [] { boost::this_fiber::yield(); });
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_yield", "boost_fiber", BOOST_LIB_VERSION);
    fiber_yield::measure(run, [](long fibers, long rounds) {
        long yields = 0;
        std::vector<boost::fibers::fiber> all;
        all.reserve(static_cast<std::size_t>(fibers));
        for (long i = 0; i < fibers; ++i) all.emplace_back(give_way, rounds, i == 0, &yields);
        for (auto& each : all) each.join();
        return yields;
    });
    return run.finish();
}
