// SPDX-License-Identifier: BSL-1.0
// expect: source | stage: the source is a range, a generator or an object with next()
#include <rondo/gen/iter/transform.hpp>

int main() {
    auto twice = [](int x) { return 2 * x; };
#ifdef RONDO_MUST_COMPILE
    int source[] = {3};
#else
    int source = 3;
#endif
    source | rondo::map(twice);
}
