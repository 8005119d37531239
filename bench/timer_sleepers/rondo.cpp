// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>

namespace {

BENCH_NOINLINE rondo::task<> sleeper(long i, timer_sleepers::nanoseconds time, long* sum) {
    const double began = timer_sleepers::seen.turn();
    co_await rondo::sleep(time);
    timer_sleepers::seen.woke(began, time);
    *sum += i;
}

rondo::task<long> sleep_all(const std::vector<timer_sleepers::nanoseconds>* sleeps) {
    long sum = 0;
    timer_sleepers::seen.begin_turn();
    auto body = [&](rondo::task_group& group) -> rondo::task<> {
        for (std::size_t i = 0; i < sleeps->size(); ++i)
            group.spawn(sleeper, static_cast<long>(i), (*sleeps)[i], &sum);
        co_return;
    };
    co_await rondo::with_task_group(body);
    co_return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "rondo", RONDO_VERSION_STRING);
    rondo::loop loop;
    rondo::frame_pool_limit(std::size_t{1} << 30); // what 10^6 tasks leave is to be there for the next 10^6
    timer_sleepers::measure(run, [&](const std::vector<timer_sleepers::nanoseconds>& sleeps) {
        return loop.run_until(sleep_all(&sleeps));
    });
    return run.finish();
}
