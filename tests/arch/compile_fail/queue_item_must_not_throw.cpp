// SPDX-License-Identifier: BSL-1.0
// expect: queue<T>: T is an object whose move does not throw
#include <rondo/sync/queue.hpp>

using namespace rondo;

struct fragile {
    fragile(fragile&&) noexcept(false);
};

#ifdef RONDO_MUST_COMPILE
queue<int> inbox;
#else
queue<fragile> inbox;
#endif
