// SPDX-License-Identifier: BSL-1.0
// expect: on(wait, handler): handler takes what the wait gives
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

using namespace rondo;

#ifdef RONDO_MUST_COMPILE
auto choose(channel<int>& in) {
    return on(in.receive(), [](int) {});
}
#else
auto choose(channel<int>& in) {
    return on(in.receive(), [] {});
}
#endif
