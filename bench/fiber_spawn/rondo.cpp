// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/calling.hpp>
#include <rondo/fiber/spawn_fiber.hpp>

#include <vector>

namespace {

BENCH_NOINLINE void add(long i, long* sum) { *sum += i; }

BENCH_NOINLINE long give(long i) { return i; }

BENCH_NOINLINE void add_later(long i, long* sum, long* missing) {
    if (--*missing == 0) bench::all_alive();
    rondo::await(rondo::yield_now());
    *sum += i;
}

long group(long fibers) {
    long sum = 0;
    rondo::with_fiber_group([&](rondo::task_group& all) {
        for (long i = 0; i < fibers; ++i) rondo::spawn_fiber(all, add, i, &sum);
    });
    return sum;
}

long handles(long fibers) {
    long sum = 0;
    rondo::with_fiber_group([&](rondo::task_group& all) {
        std::vector<rondo::join_handle<long>> each;
        each.reserve(static_cast<std::size_t>(fibers));
        for (long i = 0; i < fibers; ++i) each.push_back(rondo::spawn_fiber(all, give, i));
        for (auto& one : each) sum += rondo::await(one);
    });
    return sum;
}

long bytes(long fibers) {
    long sum = 0;
    long missing = fibers;
    rondo::with_fiber_group([&](rondo::task_group& all) {
        for (long i = 0; i < fibers; ++i) rondo::spawn_fiber(all, add_later, i, &sum, &missing);
    });
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "fiber_spawn", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    rondo::stack_pool::limit(std::size_t{1} << 32); // what 10^4 fibers leave is to be there for the next 10^4
    const auto by = [&loop](long (*body)(long)) {
        return [&loop, body](long fibers) { return loop.run_until(rondo::on_fiber(body, fibers)); };
    };
    fiber_spawn::measure(run, "bytes", by(bytes));
    fiber_spawn::measure(run, "group", by(group));
    fiber_spawn::measure(run, "handles", by(handles));
    return run.finish();
}
