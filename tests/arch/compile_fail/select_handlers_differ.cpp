// SPDX-License-Identifier: BSL-1.0
// expect: select(...): all handlers return the same type
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

using namespace rondo;

#ifdef RONDO_MUST_COMPILE
auto choose(channel<int>& in) {
    return select(on(in.receive(), [](int n) { return n; }), otherwise([] { return 0; }));
}
#else
auto choose(channel<int>& in) {
    return select(on(in.receive(), [](int n) { return n; }), otherwise([] { return 0.5; }));
}
#endif
