// SPDX-License-Identifier: BSL-1.0
//
// `calling(f)`: a plain function in the place of something awaitable, so that all that is run around an awaitable, scopes,
// timeouts, shields, groups, is run around a piece of a fiber's code:
//
//     await(fail_after(2s, calling([&] { … await(x) …; return y; })));
//
// The function is called where the awaiting begins, on the fiber's stack, and may await in its turn.
#pragma once

#include <rondo/core/task_group.hpp>
#include <rondo/fiber/await.hpp>

#include <optional>

namespace rondo::inline v0 {

namespace detail {

template <class F>
class call_of {
public:
    using result = std::invoke_result_t<F&>;

    explicit call_of(F f) : f_(std::move(f)) {}

    class awaiter {
    public:
        awaiter(F& f) noexcept : f_(f) {}
        awaiter(const awaiter&) = delete;
        bool await_ready() noexcept {
            try {
                if constexpr (std::is_void_v<result>) {
                    f_();
                    outcome_.set();
                } else {
                    outcome_.set(f_());
                }
            } catch (...) {
                outcome_.error = std::current_exception();
                outcome_.state = outcome_state::error;
            }
            return true;
        }
        void await_suspend(std::coroutine_handle<>) const noexcept {}
        result await_resume() { return outcome_.take(); }

    private:
        F& f_;
        result_slot<std::remove_cv_t<result>> outcome_;
    };
    awaiter bind(body&, place) & noexcept { return awaiter(f_); }
    awaiter bind(body&, place) && noexcept { return awaiter(f_); }

private:
    F f_;
};

} // namespace detail

/// Awaiting it calls `f()`, there and then. Returns, Throws: what f does. In itself it neither suspends nor is a checkpoint; in
/// a fiber f may await, in a task it may not.
/// Example: `if (auto page = await(move_on_after(50ms, calling([&] { return fetch(url); })))) …`
template <class F>
auto calling(F&& f) {
    static_assert(std::is_invocable_v<std::decay_t<F>&>, "calling(f): f is called without arguments");
    if constexpr (std::is_invocable_v<std::decay_t<F>&>)
        return detail::call_of<std::decay_t<F>>(static_cast<F&&>(f));
}

/// with_task_group for a fiber: calls `body(group)`, a plain function, and waits for all that was spawned in the group.
/// Returns, Throws: as `co_await with_task_group(body)`.
/// Example: `with_fiber_group([&](task_group& group) { for (auto& url : urls) spawn_fiber(group, fetch, url); });`
template <class F>
auto with_fiber_group(F&& body, place at = place::current()) {
    using callable = std::remove_reference_t<F>;
    static_assert(std::is_invocable_v<callable&, task_group&>,
                  "with_fiber_group(body): body is a plain function that takes a task_group&");
    if constexpr (std::is_invocable_v<callable&, task_group&>) {
        auto as_awaitable = [&body](task_group& group) {
            return calling([&body, &group]() -> decltype(auto) { return body(group); });
        };
        return await(with_task_group(as_awaitable, at), at);
    }
}

} // namespace rondo::inline v0
