// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines on the binary heap of the standard library. No clock.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

struct entry {
    std::int64_t due;
    std::coroutine_handle<> sleeper;
};
std::vector<entry> timers;

bool later(const entry& a, const entry& b) { return a.due > b.due; }

struct sleep : std::suspend_always {
    explicit sleep(timer_sleepers::nanoseconds time) noexcept : due(time.count()) {}
    void await_suspend(std::coroutine_handle<> handle) const {
        timers.push_back({due, handle});
        std::push_heap(timers.begin(), timers.end(), later);
    }
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
    while (!timers.empty()) {
        std::pop_heap(timers.begin(), timers.end(), later);
        const std::coroutine_handle<> due = timers.back().sleeper;
        timers.pop_back();
        due.resume();
    }
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "heap", "-");
    timer_sleepers::measure(run, sleep_all);
    return run.finish();
}
