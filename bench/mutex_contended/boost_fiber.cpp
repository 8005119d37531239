// SPDX-License-Identifier: BSL-1.0
// needs: boost_fiber boost_context boost/fiber/fiber.hpp
#include "scenario.hpp"

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/mutex.hpp>
#include <boost/fiber/operations.hpp>
#include <boost/version.hpp>

#include <mutex>
#include <vector>

namespace {

BENCH_NOINLINE void add(long rounds, bool gives_way, boost::fibers::mutex* guard, long* counter) {
    for (long i = 0; i < rounds; ++i) {
        const std::lock_guard held(*guard);
        const long before = bench::opaque(*counter);
        if (gives_way) boost::this_fiber::yield();
        *counter = before + 1;
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "mutex_contended", "boost_fiber", BOOST_LIB_VERSION);
    mutex_contended::measure(run, [](long tasks, long rounds, bool gives_way) {
        boost::fibers::mutex guard;
        long counter = 0;
        std::vector<boost::fibers::fiber> all;
        all.reserve(static_cast<std::size_t>(tasks));
        for (long i = 0; i < tasks; ++i) all.emplace_back(add, rounds, gives_way, &guard, &counter);
        for (auto& each : all) each.join();
        return counter;
    });
    return run.finish();
}
