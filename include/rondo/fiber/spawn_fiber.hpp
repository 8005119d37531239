// SPDX-License-Identifier: BSL-1.0
//
// `spawn_fiber(group, f, args…)`: a plain function as a body of the scheduler, beside tasks and routines. It has a stack of
// its own, and waits by await(). All else is as for a task: its group owns it, its handle is awaited by anybody, scopes
// cancel it, it has a name and locals.
#pragma once

#include <rondo/core/task_group.hpp>
#include <rondo/fiber/detail/fiber_task.hpp>

#include <concepts>

namespace rondo::inline v0 {

/// Where a fiber is spawned: the group, and the place in the source, for reports. Made from the group alone.
struct fiber_site {
    fiber_site(task_group& of, place at = place::current()) noexcept : group(of), where(at) {}
    task_group& group;
    place where;
};

/// Calls `f(args…)` on a stack of its own: its first step is in the next turn, after those spawned before it. As std::thread
/// does it keeps copies of callable and arguments until the fiber has ended; std::ref lends.
/// Returns: join_handle of what f returns.
/// Throws: stack_limit_error when the kernel allows no more stacks; stack_error; runtime_error when the group was left.
/// Cost: one allocation from the frame pool, and a stack from the thread's pool.
/// Example: `spawn_fiber(group, echo, std::ref(in), 3);`
template <class F, class... Args>
    requires(!std::same_as<std::remove_cvref_t<F>, fiber_options>)
auto spawn_fiber(fiber_site site, F&& f, Args&&... args) {
    return detail::spawn_fiber_in(site.group, site.where, fiber_options{}, static_cast<F&&>(f),
                                  static_cast<Args&&>(args)...);
}
/// The same with a stack of another size, or with a name from the start.
/// Example: `spawn_fiber(group, {.stack_bytes = 1 << 20, .name = "parser"}, parse, text);`
template <class F, class... Args>
auto spawn_fiber(fiber_site site, const fiber_options& options, F&& f, Args&&... args) {
    return detail::spawn_fiber_in(site.group, site.where, options, static_cast<F&&>(f),
                                  static_cast<Args&&>(args)...);
}

namespace detail {

template <class T, class Kept>
task<T> run_on_fiber(Kept kept, place at) {
    body& me = co_await this_body;
    task_group group(me, at);
    group.keep_errors_apart();
    auto call = [&kept]() -> decltype(auto) { return kept.call(); };
    auto handle = spawn_fiber_in(group, at, fiber_options{}, call);
    co_await task_group::rest_op{group};
    const bool outside = group.scope().outer_is_cancelled();
    group.leave(nullptr);
    if (outside && handle.was_cancelled()) throw cancelled();
    co_return last_join<T>(std::move(handle)).take();
}

} // namespace detail

/// A task that calls `f(args…)` on a fiber, and waits for it: how a coroutine calls plain functions that wait, and how a
/// program begins with one. Returns: what f returns. Throws: what left f, the same object; `cancelled` when it is cancelled.
/// Example: `int main() { rondo::run(on_fiber(serve, 7000)); }`
template <class F, class... Args>
auto on_fiber(F&& f, Args&&... args) {
    if constexpr (detail::expect_plain_call<std::decay_t<F>, Args...>()) {
        using kept = detail::kept_call<std::decay_t<F>, std::decay_t<Args>...>;
        using result = detail::fiber_result_t<std::decay_t<F>, Args...>;
        return detail::run_on_fiber<result>(kept(static_cast<F&&>(f), static_cast<Args&&>(args)...),
                                            place::current());
    }
}

} // namespace rondo::inline v0
