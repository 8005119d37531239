// SPDX-License-Identifier: BSL-1.0
// expect: channel<T>: moving a T must not throw, so that handing one over cannot lose it
#include <rondo/sync/channel.hpp>

using namespace rondo;

struct fragile {
    fragile(fragile&&) noexcept(false);
};

#ifdef RONDO_MUST_COMPILE
channel<std::unique_ptr<fragile>> inbox;
#else
channel<fragile> inbox;
#endif
