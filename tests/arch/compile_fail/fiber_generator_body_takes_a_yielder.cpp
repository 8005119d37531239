// SPDX-License-Identifier: BSL-1.0
// expect: fiber_generator(body): body is called with a yielder
#include <rondo/fiber/fiber_generator.hpp>

void f() {
#ifdef RONDO_MUST_COMPILE
    rondo::fiber_generator<int> g([](rondo::yielder<int>& yield) { yield(1); });
#else
    rondo::fiber_generator<int> g([](int) {});
#endif
    g.next();
}
