// SPDX-License-Identifier: BSL-1.0
// expect: run(main): main is a task, or something else that can be awaited: call the coroutine function
#include <rondo/run.hpp>

rondo::task<int> main_task() { co_return 0; }

int main() {
#ifdef RONDO_MUST_COMPILE
    return rondo::run(main_task());
#else
    rondo::run(main_task);
#endif
}
