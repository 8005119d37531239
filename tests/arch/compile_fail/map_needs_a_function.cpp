// SPDX-License-Identifier: BSL-1.0
// expect: map(f): f is a function of an item
#include <rondo/gen/iter/transform.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    static_cast<void>(rondo::map([](int x) { return x; }));
#else
    static_cast<void>(rondo::map(3));
#endif
}
