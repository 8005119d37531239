// SPDX-License-Identifier: BSL-1.0
// expect: spawn(f, args...): f must return a task, a routine, or something else that can be awaited
#include <rondo/core/task_group.hpp>

void in(rondo::task_group& group) {
#ifdef RONDO_MUST_COMPILE
    group.spawn([](int n) -> rondo::task<int> { co_return n; }, 3);
#else
    group.spawn([](int n) { return n; }, 3);
#endif
}
