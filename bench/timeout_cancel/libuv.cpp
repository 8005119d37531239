// SPDX-License-Identifier: BSL-1.0
// needs: uv
#include "scenario.hpp"

#include <uv.h>

namespace {

BENCH_NOINLINE long ready(long i) { return i; }

void late(uv_timer_t*) {}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "libuv", uv_version_string());
    timeout_cancel::measure(run, "ready", [](long n) {
        uv_loop_t loop;
        uv_loop_init(&loop);
        uv_timer_t timer;
        uv_timer_init(&loop, &timer);
        auto* const limited = bench::opaque(&ready);
        long sum = 0;
        for (long i = 0; i < n; ++i) {
            uv_timer_start(&timer, late, 1000, 0);
            sum += limited(i);
            uv_timer_stop(&timer);
        }
        uv_close(reinterpret_cast<uv_handle_t*>(&timer), nullptr);
        uv_run(&loop, UV_RUN_DEFAULT);
        uv_loop_close(&loop);
        return sum;
    });
    return run.finish();
}
