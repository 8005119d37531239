// SPDX-License-Identifier: BSL-1.0
// expect: yield.from(x): x is a generator, an input range, or an object with next()
#include <rondo/fiber/fiber_generator.hpp>

#include <vector>

void f() {
    rondo::fiber_generator<int> g([](rondo::yielder<int>& yield) {
#ifdef RONDO_MUST_COMPILE
        yield.from(std::vector<int>{1, 2});
#else
        yield.from(5);
#endif
    });
    g.next();
}
