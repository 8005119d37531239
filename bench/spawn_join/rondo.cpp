// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

namespace {

using rondo::task;
using rondo::task_group;

BENCH_NOINLINE task<> add(long i, long* sum) {
    *sum += i;
    co_return;
}

BENCH_NOINLINE task<long> give(long i) { co_return i; }

BENCH_NOINLINE task<> add_later(long i, long* sum, long* missing) {
    if (--*missing == 0) bench::all_alive();
    co_await rondo::yield_now();
    *sum += i;
}

task<long> group(long tasks) {
    long sum = 0;
    auto body = [&](task_group& all) -> task<> {
        for (long i = 0; i < tasks; ++i) all.spawn(add, i, &sum);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return sum;
}

task<long> handles(long tasks) {
    long sum = 0;
    auto body = [&](task_group& all) -> task<> {
        std::vector<rondo::join_handle<long>> each;
        each.reserve(static_cast<std::size_t>(tasks));
        for (long i = 0; i < tasks; ++i) each.push_back(all.spawn(give, i));
        for (auto& one : each) sum += co_await one;
    };
    co_await rondo::with_task_group(body);
    co_return sum;
}

task<long> bytes(long tasks) {
    long sum = 0;
    long missing = tasks;
    auto body = [&](task_group& all) -> task<> {
        for (long i = 0; i < tasks; ++i) all.spawn(add_later, i, &sum, &missing);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "spawn_join", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    spawn_join::measure(run, "bytes", [&](long tasks) { return loop.run_until(bytes(tasks)); });
    rondo::frame_pool_limit(std::size_t{1} << 30); // what 10^6 tasks leave is to be there for the next 10^6
    spawn_join::measure(run, "group", [&](long tasks) { return loop.run_until(group(tasks)); });
    spawn_join::measure(run, "handles", [&](long tasks) { return loop.run_until(handles(tasks)); });
    return run.finish();
}
