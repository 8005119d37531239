// SPDX-License-Identifier: BSL-1.0
//
// What a user of the installed library might write first.
#include <rondo/base/frame_pool.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/generator.hpp>

#include <cstdio>

rondo::generator<int> count_up_to(int max) {
    for (int n = 1; n <= max; ++n) co_yield n;
}

rondo::task<int> half_of(int n) {
    co_await rondo::yield_now();
    co_return n / 2;
}

int main() {
    int sum = 0;
    for (int n : count_up_to(3)) sum += n;
    // A fiber needs what rondo itself needs, Boost.Context.
    for (int n : rondo::fiber_generator<int>([](auto& yield) { yield(4); })) sum += n;
    rondo::loop on;
    sum = on.run_until(half_of(2 * sum));
    std::printf("rondo %s: %d\n", RONDO_VERSION_STRING, sum);
    // The frame came back into the pool of the library, not into one of this program.
    return rondo::frame_pool_stats().limit_bytes > 0 && rondo::trim_frame_pool() > 0 ? 0 : 1;
}
