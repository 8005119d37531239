// SPDX-License-Identifier: BSL-1.0
// expect: select(...): otherwise(handler) stands once, and last
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

using namespace rondo;

#ifdef RONDO_MUST_COMPILE
auto choose(channel<int>& in) {
    return select(on(in.receive(), [](int) {}), otherwise([] {}));
}
#else
auto choose(channel<int>& in) {
    return select(otherwise([] {}), on(in.receive(), [](int) {}));
}
#endif
