// SPDX-License-Identifier: BSL-1.0
// expect: fail_after(timeout, x): x must be awaitable
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>

using namespace rondo;

task<> waits() {
#ifdef RONDO_MUST_COMPILE
    co_await fail_after(2s, sleep(1h));
#else
    co_await fail_after(2s, 1h);
#endif
}
