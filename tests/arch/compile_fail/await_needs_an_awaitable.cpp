// SPDX-License-Identifier: BSL-1.0
// expect: this cannot be awaited: awaitable are a task (as an rvalue: co_await std::move(t)), what a verb such as sleep() returns
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>

rondo::task<> waits() {
#ifdef RONDO_MUST_COMPILE
    co_await rondo::sleep(std::chrono::seconds(3));
#else
    co_await 3;
#endif
}
