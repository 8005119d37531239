// SPDX-License-Identifier: BSL-1.0
//
// `as_completed`: several tasks as an async generator of those that have ended, in the order in which they do. `completions`
// in wait.hpp is the same without a generator; neither cancels anything.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/wait.hpp>

namespace rondo::inline v0 {

/// Yields the very handles, as their tasks end, in whatever way: ask each for its result. Those that had ended before come
/// first, in the order given. `timeout` counts from the first step; what has ended in time is yielded, however late it is
/// asked for.
/// Suspends: a step does until the next has ended; a checkpoint. Throws, from a step: timeout_error when the time is over
/// and some have not ended; invalid_state_error for an empty handle. Cancel: the wait is abandoned, the tasks go on.
/// Source: asyncio.as_completed, iterated asynchronously. Example:
/// `auto ended = as_completed(handles, 5s);  while (auto next = co_await ended.next()) use(next->result());`
template <class T>
async_generator<join_handle<T>> as_completed(std::vector<join_handle<T>> handles,
                                             duration timeout = forever) {
    detail::completion_queue ended(std::vector<detail::handle_base>(handles.begin(), handles.end()));
    scheduler& on = *scheduler::current();
    const instant deadline = timeout == forever ? never : saturating_add(on.now(), timeout);
    while (ended.left() != 0) {
        std::size_t which = 0;
        if (deadline == never || ended.ready()) {
            which = co_await ended;
        } else {
            const std::optional<std::size_t> in_time = co_await move_on_after(deadline - on.now(), ended);
            if (!in_time) detail::throw_timed_out(timeout);
            which = *in_time;
        }
        co_yield handles[which];
    }
}

/// The same for what does not run yet: spawns each of `arms` in `group`, at once and in their order.
/// Throws: as task_group::spawn; those before it then run in the group. Example: `as_completed(group, std::move(fetches))`.
template <class A>
auto as_completed(task_group& group, std::vector<A> arms, duration timeout = forever) {
    static_assert(detail::runnable_thing<A>,
                  "as_completed(group, arms): arms are tasks, or what else can be spawned");
    std::vector<decltype(group.spawn(std::declval<A>()))> handles;
    handles.reserve(arms.size());
    for (A& one : arms) handles.push_back(group.spawn(std::move(one)));
    return as_completed(std::move(handles), timeout);
}

} // namespace rondo::inline v0
