// SPDX-License-Identifier: BSL-1.0
// At most three requests at once, of a burst of at most four, and then one each 20 ms: a semaphore whose permits are kept
// when they are taken, and put back by a clock.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/capacity_limiter.hpp>
#include <rondo/sync/semaphore.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

void say(const std::string& text) {
    fmt::print("{:3} ms  {}\n", scheduler::current()->now().time_since_epoch() / 1ms, text);
}

constexpr std::size_t burst = 4;

task<> refill(semaphore& bucket) {
    for (;;) {
        co_await sleep(20ms);
        if (bucket.permits() < burst) bucket.release();
    }
}

task<> request(semaphore& bucket, capacity_limiter& slots, int number) {
    auto slot = co_await slots.acquire(); // given back at the end
    auto drop = co_await bucket.acquire();
    drop.keep(); // used up: the clock puts in another
    say(fmt::format("request {} goes out", number));
    co_await sleep(15ms);
}

task<> program() {
    semaphore bucket{4, burst};
    capacity_limiter slots{3};
    auto body = [&](task_group& group) -> task<> {
        group.spawn(refill, std::ref(bucket));
        auto all = [&](task_group& requests) -> task<> {
            for (int number = 1; number <= 8; ++number)
                requests.spawn(request, std::ref(bucket), std::ref(slots), number);
            co_return;
        };
        co_await with_task_group(all);
        say("all are answered");
        group.cancel();
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
