// SPDX-License-Identifier: BSL-1.0
// needs: uv
#include "scenario.hpp"

#include <uv.h>

namespace {

struct sleeper {
    uv_timer_t timer{};
    long i = 0;
    long* sum = nullptr;
    timer_sleepers::nanoseconds time{};
    double began = 0;
};

void wake(uv_timer_t* timer) {
    const sleeper& self = *static_cast<sleeper*>(timer->data);
    *self.sum += self.i;
    timer_sleepers::seen.woke(self.began, self.time);
    uv_close(reinterpret_cast<uv_handle_t*>(timer), nullptr);
}

long sleep_all(const std::vector<timer_sleepers::nanoseconds>& sleeps) {
    long sum = 0;
    std::vector<sleeper> all(sleeps.size());
    uv_loop_t loop;
    uv_loop_init(&loop);
    const double began = timer_sleepers::seen.now();
    uv_update_time(&loop); // timers count from the time at which the turn began
    for (std::size_t i = 0; i < sleeps.size(); ++i) {
        all[i].i = static_cast<long>(i);
        all[i].sum = &sum;
        all[i].time = sleeps[i];
        all[i].began = began;
        all[i].timer.data = &all[i];
        uv_timer_init(&loop, &all[i].timer);
        // By the millisecond, rounded up; one more, since the time that it counts from is rounded down.
        const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(sleeps[i]).count() + 1;
        uv_timer_start(&all[i].timer, wake, static_cast<std::uint64_t>(milliseconds), 0);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timer_sleepers", "libuv", uv_version_string());
    timer_sleepers::measure(run, sleep_all);
    return run.finish();
}
