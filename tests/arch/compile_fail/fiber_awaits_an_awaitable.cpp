// SPDX-License-Identifier: BSL-1.0
// expect: this cannot be awaited
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>

void body() {
#ifdef RONDO_MUST_COMPILE
    rondo::await(rondo::yield_now());
#else
    rondo::await(5);
#endif
}
