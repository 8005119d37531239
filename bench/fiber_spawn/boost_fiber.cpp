// SPDX-License-Identifier: BSL-1.0
// needs: boost_fiber boost_context boost/fiber/fiber.hpp
#include "scenario.hpp"

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>
#include <boost/version.hpp>

#include <vector>

namespace {

BENCH_NOINLINE void add(long i, long* sum) { *sum += i; }

BENCH_NOINLINE void give(long i, long* number) { *number = i; }

BENCH_NOINLINE void add_later(long i, long* sum, long* missing) {
    if (--*missing == 0) bench::all_alive();
    boost::this_fiber::yield();
    *sum += i;
}

template <class Spawn>
void join_all(long fibers, Spawn spawn) {
    std::vector<boost::fibers::fiber> all;
    all.reserve(static_cast<std::size_t>(fibers));
    for (long i = 0; i < fibers; ++i) all.push_back(spawn(i));
    for (auto& each : all) each.join();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_spawn", "boost_fiber", BOOST_LIB_VERSION);
    fiber_spawn::measure(run, "bytes", [](long fibers) {
        long sum = 0, missing = fibers;
        join_all(fibers, [&](long i) { return boost::fibers::fiber(add_later, i, &sum, &missing); });
        return sum;
    });
    fiber_spawn::measure(run, "group", [](long fibers) {
        long sum = 0;
        join_all(fibers, [&](long i) { return boost::fibers::fiber(add, i, &sum); });
        return sum;
    });
    fiber_spawn::measure(run, "handles", [](long fibers) {
        std::vector<long> numbers(static_cast<std::size_t>(fibers));
        join_all(fibers, [&](long i) {
            return boost::fibers::fiber(give, i, &numbers[static_cast<std::size_t>(i)]);
        });
        long sum = 0;
        for (const long number : numbers) sum += number;
        return sum;
    });
    return run.finish();
}
