// SPDX-License-Identifier: BSL-1.0
//
// Floor: bare tasks in a ring of handles. A timer is an entry at the end of an array, without a look at the
// clock; who takes it back marks it, and marks at the end go away. What is ready is asked first, and arms
// nothing.
#include "../bare_task.hpp"
#include "scenario.hpp"

namespace {

namespace bare = bench::bare;

struct entry {
    std::int64_t due;
    void* waiter;
};
std::vector<entry> timers;
std::int64_t now = 0;

BENCH_NOINLINE std::size_t arm(void* waiter) {
    timers.push_back({now + 1'000'000'000, waiter});
    return timers.size() - 1;
}

BENCH_NOINLINE void take_back(std::size_t at) {
    timers[at].waiter = nullptr;
    while (!timers.empty() && timers.back().waiter == nullptr) timers.pop_back();
}

/// Awaits a task, with an entry among the timers as long as it is suspended.
struct limited {
    explicit limited(bare::task& what) noexcept : inner(std::move(what).operator co_await()) {}
    bool await_ready() { return inner.await_ready(); }
    void await_suspend(std::coroutine_handle<> parent) {
        at = arm(parent.address());
        armed = true;
        inner.await_suspend(parent);
    }
    long await_resume() {
        if (armed) take_back(at);
        return inner.await_resume();
    }
    bare::task::awaiter inner;
    std::size_t at = 0;
    bool armed = false;
};

BENCH_NOINLINE bare::task ready(long i) { co_return i; }

BENCH_NOINLINE bare::task yields(long i) {
    co_await bare::yield{};
    co_return i;
}

BENCH_NOINLINE bare::detached limit_all(bare::task (*what)(long), long n, long& sum) {
    for (long i = 0; i < n; ++i) {
        bare::task child = what(i);
        sum += co_await limited(child);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "timeout_cancel", "ring", "-");
    const auto by = [](bare::task (*what)(long)) {
        return [what](long n) {
            long sum = 0;
            limit_all(bench::opaque(what), n, sum);
            bare::ready.run();
            return sum;
        };
    };
    timeout_cancel::measure(run, "ready", by(ready));
    timeout_cancel::measure(run, "yields", by(yields));
    return run.finish();
}
