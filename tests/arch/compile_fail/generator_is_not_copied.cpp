// SPDX-License-Identifier: BSL-1.0
// G41: a generator is moved, never copied.
// expect-clang: call to implicitly-deleted copy constructor of
// expect-gcc: use of deleted function
#include <rondo/gen/generator.hpp>

#include <utility>

rondo::generator<int> twice(rondo::generator<int>& g) {
#ifdef RONDO_MUST_COMPILE
    return std::move(g);
#else
    rondo::generator<int> copy = g;
    return copy;
#endif
}
