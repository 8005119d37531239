// SPDX-License-Identifier: BSL-1.0
// expect: spawn(task): a task is handed over: spawn(std::move(t)), or spawn(f, args...)
#include <rondo/core/task_group.hpp>

rondo::task<> nothing() { co_return; }

void in(rondo::task_group& group) {
    auto made = nothing();
#ifdef RONDO_MUST_COMPILE
    group.spawn(std::move(made));
#else
    group.spawn(made);
#endif
}
