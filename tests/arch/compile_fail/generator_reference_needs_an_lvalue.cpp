// SPDX-License-Identifier: BSL-1.0
// A generator<T&> cannot yield a temporary.
// expect-clang: no matching member function for call to 'yield_value'
// expect-gcc: cannot bind non-const lvalue reference of type
#include <rondo/gen/generator.hpp>

rondo::generator<int&> references() {
    int named = 1;
#ifdef RONDO_MUST_COMPILE
    co_yield named;
#else
    co_yield named + 1;
#endif
}
