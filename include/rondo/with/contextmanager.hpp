// SPDX-License-Identifier: BSL-1.0
//
// `contextmanager<T>`: a coroutine that yields exactly once, as a context manager. What stands before the `co_yield` is
// enter, the value yielded is what the block gets, what stands after is exit. The block's error is thrown in at the
// `co_yield`, where `catch` may swallow it (by ending the body) or replace it; destructors and scope_exit are `finally`.
// It is a generator behind its two functions: every rule of throw_ and close holds.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/with/manager.hpp>

namespace rondo::inline v0 {

namespace detail {

/// What a contextmanager<> yields: `co_yield {};`.
struct no_value {
    constexpr no_value() noexcept {}
};
template <class T>
using managed_by = generator<std::conditional_t<std::is_void_v<T>, no_value, T>>;

/// Whether `escaped` is the runtime_error that a stop_iteration `thrown` in became on its way out (PEP 479).
RONDO_API bool is_wrapped_stop(const std::exception_ptr& escaped, const std::exception_ptr& thrown) noexcept;
[[noreturn]] RONDO_API void throw_entered_twice();
[[noreturn]] RONDO_API void throw_did_not_yield();
[[noreturn]] RONDO_API void throw_did_not_stop(bool after_throw);

} // namespace detail

/// A manager made by a coroutine: `contextmanager<database&> f(std::string name) { …; co_yield db; … }`. The block gets
/// `const T&` of a contextmanager<T>, `T&` of a contextmanager<T&>, `T&&` of a contextmanager<T&&>, nothing of a
/// contextmanager<> (`co_yield {};`). Also made from any generator<T>. Calling the function runs nothing of it. Good for one
/// block: call the function again for another.
/// Lifetime: parameters live in the frame: take them by value. What was yielded lives until exit has returned.
/// Cost: a generator's: one allocation from the frame pool; an error is thrown in, and out, once.
/// Source: PEP 343, Python's contextlib.contextmanager.
template <class T = void>
class [[nodiscard("a contextmanager does nothing until it is entered")]] contextmanager {
public:
    using promise_type = typename detail::managed_by<T>::promise_type;

    contextmanager(detail::managed_by<T> body) noexcept : body_(std::move(body)) {}

    /// Runs to the `co_yield`. Throws: what the body throws before it; runtime_error "generator didn't yield" when it ends
    /// first, and when it is used up; runtime_error when it is entered already.
    yield_reference_t<T> enter() {
        if (body_.state() == gen_state::suspended) detail::throw_entered_twice();
        auto step = body_.next();
        if (!step) detail::throw_did_not_yield();
        if constexpr (!std::is_void_v<T>) return static_cast<yield_reference_t<T>>(*step);
    }

    /// Runs on from the `co_yield` to the end, or throws `error` in there. Returns: whether the body swallowed it.
    /// Throws: what else escapes the body; runtime_error "generator didn't stop", or "generator didn't stop after throw()",
    /// when it yields again: it is closed first.
    bool exit(const std::exception_ptr& error) {
        if (!error) {
            if (body_.next()) yielded_again(false);
            return false;
        }
        try {
            if (!body_.throw_ptr(error)) return true;
        } catch (...) {
            // Known by identity, not by type: the body may well throw another error of the same type.
            const std::exception_ptr escaped = std::current_exception();
            if (escaped == error || detail::is_wrapped_stop(escaped, error)) return false;
            throw;
        }
        yielded_again(true);
    }

private:
    [[noreturn]] void yielded_again(bool after_throw) {
        body_.close(); // its errors go first, as from Python's finally
        detail::throw_did_not_stop(after_throw);
    }

    detail::managed_by<T> body_;
};

static_assert(context_manager<contextmanager<>> && context_manager<contextmanager<int&>>);

} // namespace rondo::inline v0
