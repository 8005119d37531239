// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare coroutines; who sleeps is written to the end of its millisecond, each of which is sorted when
// it is due. No clock.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

struct entry {
    std::int64_t due;
    std::coroutine_handle<> sleeper;
};
std::vector<std::vector<entry>> days; // of a millisecond

struct sleep : std::suspend_always {
    explicit sleep(timer_sleepers::nanoseconds time) noexcept : due(time.count()) {}
    void await_suspend(std::coroutine_handle<> handle) const {
        const auto day = static_cast<std::size_t>(due / 1'000'000);
        if (day >= days.size()) days.resize(day + 1);
        days[day].push_back({due, handle});
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
    for (std::vector<entry>& day : days) {
        std::sort(day.begin(), day.end(), [](const entry& a, const entry& b) { return a.due < b.due; });
        for (std::size_t i = 0; i < day.size(); ++i) {
            __builtin_prefetch(day[std::min(i + 8, day.size() - 1)].sleeper.address());
            day[i].sleeper.resume();
        }
        day.clear();
    }
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "calendar", "-");
    timer_sleepers::measure(run, sleep_all);
    return run.finish();
}
