// SPDX-License-Identifier: BSL-1.0
// expect: map(f, source): f returns nothing; for its effects alone write a loop
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::map([](int x) { return x; }, rondo::range(3));
#else
    rondo::map([](int) {}, rondo::range(3));
#endif
}
