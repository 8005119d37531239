// SPDX-License-Identifier: BSL-1.0
// K2: a task is awaited once, and is gone then.
// expect: this cannot be awaited: awaitable are a task (as an rvalue: co_await std::move(t))
#include <rondo/core/task.hpp>

rondo::task<> child() { co_return; }

rondo::task<> waits() {
    auto made = child();
#ifdef RONDO_MUST_COMPILE
    co_await std::move(made);
#else
    co_await made;
#endif
}
