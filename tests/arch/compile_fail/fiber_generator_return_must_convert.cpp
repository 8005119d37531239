// SPDX-License-Identifier: BSL-1.0
// expect: what body returns does not convert to Return
#include <rondo/fiber/fiber_generator.hpp>

#include <string>

void f() {
#ifdef RONDO_MUST_COMPILE
    rondo::fiber_generator<int, void, std::string> g([](auto&) { return "text"; });
#else
    rondo::fiber_generator<int, void, std::string> g([](auto& yield) { yield(1); });
#endif
    g.next();
}
