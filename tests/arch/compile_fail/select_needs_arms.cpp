// SPDX-License-Identifier: BSL-1.0
// expect: select(...): each argument is on(wait, handler); the last may be otherwise(handler)
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

using namespace rondo;

#ifdef RONDO_MUST_COMPILE
auto choose(channel<int>& in) {
    return select(on(in.receive(), [](int) {}));
}
#else
auto choose(channel<int>& in) { return select(in.receive()); }
#endif
