// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines; who sleeps is written to the end of an array, which is sorted once by time. No
// clock.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

struct entry {
    std::int64_t due;
    std::coroutine_handle<> sleeper;
};
std::vector<entry> timers;

struct sleep : std::suspend_always {
    explicit sleep(timer_sleepers::nanoseconds time) noexcept : due(time.count()) {}
    void await_suspend(std::coroutine_handle<> handle) const { timers.push_back({due, handle}); }
    std::int64_t due;
};

BENCH_NOINLINE bare::detached sleeper(long i, timer_sleepers::nanoseconds time, long& sum) {
    co_await sleep(time);
    timer_sleepers::seen.woke_at(time.count());
    sum += i;
}

long sleep_all(const std::vector<timer_sleepers::nanoseconds>& sleeps) {
    long sum = 0;
    for (std::size_t i = 0; i < sleeps.size(); ++i) sleeper(static_cast<long>(i), sleeps[i], sum);
    bare::ready.run();
    std::sort(timers.begin(), timers.end(), [](const entry& a, const entry& b) { return a.due < b.due; });
    for (std::size_t i = 0; i < timers.size(); ++i) {
        __builtin_prefetch(timers[std::min(i + 8, timers.size() - 1)].sleeper.address());
        timers[i].sleeper.resume();
    }
    timers.clear();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "sort", "-");
    timer_sleepers::measure(run, sleep_all);
    return run.finish();
}
