// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/this_task.hpp>

namespace rondo::inline v0 {

task_view this_task() {
    const detail::running_now& here = detail::this_thread_runs;
    if (!here.on) throw runtime_error("this_task(): no loop is running on this thread");
    if (!here.task) throw runtime_error("this_task(): a callback runs here, and no task");
    return task_view(*here.task);
}

std::vector<task_view> all_tasks(const scheduler& on) {
    std::vector<task_view> all;
    for (const body* task : on.tasks()) all.emplace_back(*task);
    return all;
}

} // namespace rondo::inline v0
