// SPDX-License-Identifier: BSL-1.0
//
// `routine<R>`: a generator-coroutine. It waits by yielding what it waits for, and the yield gives the result: the form in
// which coroutines were written before there was an await. On the loop it is a body like any other.
#pragma once

#include <rondo/core/task.hpp>

namespace rondo::inline v0 {

template <class R = void>
class routine;

namespace detail {

template <class R>
struct routine_promise final : returning<R> {
    explicit routine_promise(place made = place::current()) noexcept : returning<R>(made) {
        static_assert(alignof(routine_promise) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    }
    routine<R> get_return_object() noexcept;

    template <class A>
    auto yield_value(A&& awaitable, place at = place::current()) {
        return make_awaiter(*this->runner, static_cast<A&&>(awaitable), at);
    }
    template <class A>
    std::suspend_never await_transform(A&&) {
        static_assert(unsupported<A>,
                      "a routine waits with co_yield: co_yield sleep(1s); a coroutine that says co_await "
                      "is a task");
        return {};
    }
};

} // namespace detail

/// A lazy coroutine that waits with `auto value = co_yield awaitable;` and returns an R. Everything else is as for task:
/// awaited (or yielded) once as an rvalue, or spawned. `co_yield` binds as weakly as an assignment: `*(co_yield x)`.
/// Example: `routine<int> twice(channel<int>& in) { int n = co_yield in.receive();  co_return 2 * n; }`
template <class R>
class [[nodiscard("a routine does nothing until it is awaited or spawned")]] routine
    : public detail::owned_frame<R> {
public:
    using promise_type = detail::routine_promise<R>;

private:
    friend promise_type;
    using detail::owned_frame<R>::owned_frame;
};

template <class R>
routine<R> detail::routine_promise<R>::get_return_object() noexcept {
    return routine<R>(std::coroutine_handle<routine_promise>::from_promise(*this));
}

} // namespace rondo::inline v0
