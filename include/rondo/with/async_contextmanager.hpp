// SPDX-License-Identifier: BSL-1.0
//
// `async_contextmanager<T>`: an async generator that yields exactly once, as a manager for async_with. What stands before the
// `co_yield` is enter, what stands after is exit, and both may wait. The block's error is thrown in at the `co_yield`. C++
// has no `co_await` in a handler: remember what happened, leave the handler, and wait then.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/core/task.hpp>
#include <rondo/with/async_with.hpp>
#include <rondo/with/contextmanager.hpp>

namespace rondo::inline v0 {

namespace detail {
[[noreturn]] RONDO_API void throw_async_did_not_stop(bool after_throw);

template <class T>
struct async_managed_value {
    using type = yield_reference_t<T>;
};
template <class T>
struct async_managed_value<T&&> {
    using type = T; // handed over: nothing would hold what a task gave by reference
};
} // namespace detail

/// A manager made by a coroutine that may wait: `async_contextmanager<connection&> f(std::string host) { …; co_yield c; … }`.
/// The block gets what contextmanager gives (of a T&& the value itself); nothing of an async_contextmanager<> (`co_yield {};`).
/// Also made from any async_generator<T>. Calling the function runs nothing of it. Good for one block.
/// Lifetime: parameters live in the frame: take them by value. What was yielded lives until exit has ended.
/// Source: Python's contextlib.asynccontextmanager.
template <class T = void>
class [[nodiscard("an async_contextmanager does nothing until it is entered")]] async_contextmanager {
    using body_type = async_generator<std::conditional_t<std::is_void_v<T>, detail::no_value, T>>;
    using entered_type = typename detail::async_managed_value<T>::type;

public:
    using promise_type = typename body_type::promise_type;

    async_contextmanager(body_type body) noexcept : body_(std::move(body)) {}

    /// Runs to the `co_yield`. Throws: what the body throws before it; runtime_error "generator didn't yield" when it ends
    /// first, and when it is used up; runtime_error when it is entered already.
    task<entered_type> enter() {
        if (body_.state() == gen_state::suspended) detail::throw_entered_twice();
        auto step = co_await body_.next();
        if (!step) detail::throw_did_not_yield();
        if constexpr (!std::is_void_v<T>) co_return *step;
    }

    /// Runs on from the `co_yield` to the end, or throws `error` in there. Gives: whether the body swallowed it.
    /// Throws: what else escapes the body; runtime_error "generator didn't stop", or "generator didn't stop after athrow()",
    /// when it yields again: it is closed first.
    task<bool> exit(std::exception_ptr error) {
        if (error && body_.state() == gen_state::closed) co_return false;
        bool again = false;
        std::exception_ptr escaped;
        try {
            typename body_type::step_type step;
            if (error)
                step = co_await body_.throw_ptr(error);
            else
                step = co_await body_.next();
            again = step.has_value();
        } catch (...) {
            escaped = std::current_exception();
        }
        if (escaped) {
            // Known by identity, not by type: the body may well throw another error of the same type.
            if (error && (escaped == error || detail::is_wrapped_stop(escaped, error))) co_return false;
            std::rethrow_exception(std::move(escaped));
        }
        if (again) {
            co_await body_.close();
            detail::throw_async_did_not_stop(error != nullptr);
        }
        co_return error != nullptr;
    }

private:
    body_type body_;
};

static_assert(async_context_manager<async_contextmanager<>> &&
              async_context_manager<async_contextmanager<int&>>);
static_assert(!context_manager<async_contextmanager<>>);

} // namespace rondo::inline v0
