// SPDX-License-Identifier: BSL-1.0
// expect: map(f, source): the source is a range, a generator or an object with next()
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

int main() {
    auto add = [](int x, int y) { return x + y; };
#ifdef RONDO_MUST_COMPILE
    rondo::map(add, rondo::range(3), rondo::range(4));
#else
    rondo::map(add, rondo::range(3), 4);
#endif
}
