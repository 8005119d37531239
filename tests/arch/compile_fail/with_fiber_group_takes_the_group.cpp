// SPDX-License-Identifier: BSL-1.0
// expect: with_fiber_group(body): body is a plain function that takes a task_group&
#include <rondo/fiber/calling.hpp>

void body() {
#ifdef RONDO_MUST_COMPILE
    rondo::with_fiber_group([](rondo::task_group&) {});
#else
    rondo::with_fiber_group([] {});
#endif
}
