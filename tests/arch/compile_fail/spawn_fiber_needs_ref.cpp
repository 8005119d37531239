// SPDX-License-Identifier: BSL-1.0
// expect: a parameter that is an lvalue reference needs std::ref(x)
#include <rondo/fiber/spawn_fiber.hpp>

#include <functional>

void count(int& into) { ++into; }

void start(rondo::task_group& group, int& number) {
#ifdef RONDO_MUST_COMPILE
    rondo::spawn_fiber(group, count, std::ref(number));
#else
    rondo::spawn_fiber(group, count, number);
#endif
}
