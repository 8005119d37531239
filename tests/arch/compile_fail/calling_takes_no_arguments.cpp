// SPDX-License-Identifier: BSL-1.0
// expect: calling(f): f is called without arguments
#include <rondo/fiber/calling.hpp>

void body() {
#ifdef RONDO_MUST_COMPILE
    static_cast<void>(rondo::calling([] { return 1; }));
#else
    static_cast<void>(rondo::calling([](int n) { return n; }));
#endif
}
