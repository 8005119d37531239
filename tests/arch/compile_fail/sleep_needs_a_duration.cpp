// SPDX-License-Identifier: BSL-1.0
// expect: sleep(length): length is a duration, such as 1s
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>

#include <unistd.h> // has a sleep(unsigned) of its own

using namespace rondo;

task<> waits() {
#ifdef RONDO_MUST_COMPILE
    co_await sleep(1s);
#else
    co_await sleep(1);
#endif
}
