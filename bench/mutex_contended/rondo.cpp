// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/awaitable.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/sync/lock.hpp>

namespace {

using rondo::task;

BENCH_NOINLINE task<> add(long rounds, bool gives_way, rondo::lock* guard, long* counter) {
    for (long i = 0; i < rounds; ++i) {
        const auto held = co_await guard->acquire();
        const long before = bench::opaque(*counter);
        if (gives_way) co_await rondo::yield_now();
        *counter = before + 1;
    }
}

task<long> count(long tasks, long rounds, bool gives_way) {
    rondo::lock guard;
    long counter = 0;
    auto body = [&](rondo::task_group& all) -> task<> {
        for (long i = 0; i < tasks; ++i) all.spawn(add, rounds, gives_way, &guard, &counter);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return counter;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "mutex_contended", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    mutex_contended::measure(run, [&](long tasks, long rounds, bool gives_way) {
        return loop.run_until(count(tasks, rounds, gives_way));
    });
    return run.finish();
}
