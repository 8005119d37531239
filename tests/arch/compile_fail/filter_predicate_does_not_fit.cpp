// SPDX-License-Identifier: BSL-1.0
// expect: filter(predicate, source) and its like: the predicate cannot be called with an item of the source
#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/range.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::range(3) | rondo::filter([](int x) { return x > 1; });
#else
    rondo::range(3) | rondo::filter([](const char*) { return true; });
#endif
}
