// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/settle.hpp>

#include <rondo/core/sleep.hpp>
#include <rondo/core/time_source.hpp>

namespace rondo::inline v0::testing {

namespace {

// Those that settle are ready themselves, and must not wait for each other.
constinit thread_local std::size_t settling = 0;

struct one_more {
    one_more() noexcept { ++settling; }
    one_more(const one_more&) = delete;
    ~one_more() { --settling; }
};

bool timer_due(scheduler& on) {
    return on.timers() && on.time() && on.timers()->next_deadline() <= on.time()->now();
}

} // namespace

task<> settle() {
    const one_more self;
    scheduler& on = *scheduler::current();
    do co_await yield_now();
    while (on.ready_count() >= settling || timer_due(on));
}

} // namespace rondo::inline v0::testing
