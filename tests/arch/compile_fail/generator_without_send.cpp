// SPDX-License-Identifier: BSL-1.0
// Nothing is sent to a generator whose Send is void.
// expect-clang: no matching member function for call to 'send'
// expect-gcc: no matching function for call to
#include <rondo/gen/generator.hpp>

#ifdef RONDO_MUST_COMPILE
using sent = int;
#else
using sent = void;
#endif

rondo::generator<int, sent> counts() { co_yield 1; }

void use() {
    auto g = counts();
    g.next();
    g.send(5);
}
