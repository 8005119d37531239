// SPDX-License-Identifier: BSL-1.0
// expect: source | stage: the source is a range, a generator or an object with next()
#include <rondo/gen/iter.hpp>

int main() {
    auto stages = rondo::map([](int x) { return 2 * x; }) | rondo::sum();
#ifdef RONDO_MUST_COMPILE
    int source[] = {3};
#else
    int source = 3;
#endif
    return source | stages;
}
