// SPDX-License-Identifier: BSL-1.0
// expect: a coroutine is spawned by group.spawn(f, args...)
#include <rondo/fiber/spawn_fiber.hpp>

rondo::task<> coroutine() { co_return; }

void start(rondo::task_group& group) {
#ifdef RONDO_MUST_COMPILE
    group.spawn(coroutine);
#else
    rondo::spawn_fiber(group, coroutine);
#endif
}
