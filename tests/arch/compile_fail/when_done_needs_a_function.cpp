// SPDX-License-Identifier: BSL-1.0
// expect: when_done(handle, f): f is called with the handle, or with nothing
#include <rondo/core/when_done.hpp>

void in(const rondo::join_handle<int>& handle) {
#ifdef RONDO_MUST_COMPILE
    rondo::when_done(handle, [](const rondo::join_handle<int>&) {});
#else
    rondo::when_done(handle, [](int) {});
#endif
}
