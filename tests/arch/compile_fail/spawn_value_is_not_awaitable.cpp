// SPDX-License-Identifier: BSL-1.0
// expect: spawn(x): x can neither be awaited nor called
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>

void in(rondo::task_group& group) {
#ifdef RONDO_MUST_COMPILE
    group.spawn(rondo::yield_now());
#else
    group.spawn(3);
#endif
}
