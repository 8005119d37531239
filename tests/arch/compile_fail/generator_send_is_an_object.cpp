// SPDX-License-Identifier: BSL-1.0
// expect: Send is an object type or void; send a pointer or a reference_wrapper for a reference
#include <rondo/gen/generator.hpp>

#ifdef RONDO_MUST_COMPILE
using sent = int*;
#else
using sent = int&;
#endif

void use(rondo::generator<int, sent>& g) { g.next(); }
