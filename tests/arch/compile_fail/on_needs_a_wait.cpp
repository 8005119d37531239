// SPDX-License-Identifier: BSL-1.0
// expect: a task cannot be taken back once it has begun: spawn it, and pass its handle
#include <rondo/core/task.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/select.hpp>

using namespace rondo;

task<int> work();

#ifdef RONDO_MUST_COMPILE
auto choose(channel<int>& in) {
    return select(on(in.receive(), [](int) {}));
}
#else
auto choose() {
    return select(on(work(), [](int) {}));
}
#endif
