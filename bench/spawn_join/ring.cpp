// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines in a ring of handles, frames from a free list; who spawned them waits until the ring
// is empty.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

BENCH_NOINLINE bare::detached add(long i, long& sum) {
    sum += i;
    co_return;
}

BENCH_NOINLINE bare::task give(long i) { co_return i; }

BENCH_NOINLINE bare::detached add_later(long i, long& sum, long& missing) {
    if (--missing == 0) bench::all_alive();
    co_await bare::yield{};
    sum += i;
}

long group(long tasks) {
    long sum = 0;
    for (long i = 0; i < tasks; ++i) add(i, sum);
    bare::ready.run();
    return sum;
}

long handles(long tasks) {
    std::vector<bare::task> all;
    for (long i = 0; i < tasks; ++i) {
        all.push_back(give(i));
        all.back().spawn();
    }
    bare::ready.run();
    long sum = 0;
    for (const bare::task& each : all) sum += each.value();
    return sum;
}

long bytes(long tasks) {
    long sum = 0, missing = tasks;
    for (long i = 0; i < tasks; ++i) add_later(i, sum, missing);
    bare::ready.run();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "spawn_join", "ring", "-");
    spawn_join::measure(run, "bytes", bytes);
    spawn_join::measure(run, "group", group);
    spawn_join::measure(run, "handles", handles);
    return run.finish();
}
