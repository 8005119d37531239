// SPDX-License-Identifier: BSL-1.0
// expect: fiber_generator<Yield, Send>: Send is an object type or void
#include <rondo/fiber/fiber_generator.hpp>

#ifdef RONDO_MUST_COMPILE
rondo::fiber_generator<int, int*> g;
#else
rondo::fiber_generator<int, int&> g;
#endif
