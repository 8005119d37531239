// SPDX-License-Identifier: BSL-1.0
// expect: with_task_group(body): body takes a task_group& and returns a task
#include <rondo/core/task_group.hpp>

using namespace rondo;

task<> waits() {
#ifdef RONDO_MUST_COMPILE
    auto body = [](task_group&) -> task<> { co_return; };
#else
    auto body = []() -> task<> { co_return; };
#endif
    co_await with_task_group(body);
}
