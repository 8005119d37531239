// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/scheduler.hpp>

namespace rondo::inline v0::detail {

void throw_deadlock(const std::vector<std::string>& names) {
    std::string text = "round_robin: nobody is ready, and nobody is left to wake ";
    for (const std::string& name : names) text += (&name == &names.front() ? "" : ", ") + name;
    throw runtime_error(text);
}
void throw_not_waiting(task_number task) {
    throw value_error("round_robin: task " + std::to_string(task) + " was answered already, or has ended");
}
void throw_cannot_join(task_number joiner, task_number task) {
    if (joiner == task)
        throw value_error("round_robin: task " + std::to_string(task) + " cannot wait for itself");
    throw value_error("round_robin: there is no task " + std::to_string(task) + " to wait for");
}
void throw_already_running() {
    throw value_error("round_robin: already running: a task or a handler called it");
}

} // namespace rondo::inline v0::detail
