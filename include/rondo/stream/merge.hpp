// SPDX-License-Identifier: BSL-1.0
//
// `merge(group, a, b, …)`: the items of several streams as they come. Each is asked by a task of its own in `group`.
#pragma once

#include <rondo/gen/iter/merge.hpp>
#include <rondo/stream/detail/pump.hpp>

namespace rondo::inline v0 {

namespace detail {

template <class T, class... S>
async_generator<T&&> stream_merge(task_group* group, S... sources) {
    auto shared = std::make_shared<pumped<T>>();
    std::vector<join_handle<>> tasks;
    std::exception_ptr error;
    try {
        tasks.reserve(sizeof...(S));
        (tasks.push_back(start_pump<S>(*group, static_cast<S&&>(sources), shared)), ...);
        while (auto got = co_await shared->line.next()) co_yield std::move(*got);
    } catch (...) {
        error = std::current_exception();
    }
    co_await stop_pumps<T>(shared, tasks, std::move(error));
}

} // namespace detail

/// The items of all, each as it comes, in no order among the sources but that of their arrival; ends with the last. Each
/// source is one item ahead of the consumer. Nothing is asked before the first next(), which spawns the tasks in `group`.
/// Throws: the first error of a source, after which the others are closed. Close: cancels each task and closes its source,
/// in the order given, and returns when the last has ended. Requires: the group outlives the stream.
template <stream First, stream... Rest>
auto merge(task_group& group, First&& first, Rest&&... rest) {
    static_assert((std::same_as<stream_value_t<First>, stream_value_t<Rest>> && ...),
                  "merge(group, streams…): the items of the streams have one type");
    return detail::stream_merge<stream_value_t<First>, First, Rest...>(&group, static_cast<First&&>(first),
                                                                       static_cast<Rest&&>(rest)...);
}

} // namespace rondo::inline v0
