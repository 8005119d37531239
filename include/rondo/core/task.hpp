// SPDX-License-Identifier: BSL-1.0
//
// `task<T>`: a coroutine that may wait. Calling the function runs nothing; awaiting the task runs it as a call, inside
// the step of whoever awaits it; spawning it in a group makes it a body of its own.
#pragma once

#include <rondo/core/detail/frames.hpp>

namespace rondo::inline v0 {

template <class T = void>
class task;

namespace detail {

/// What holds a lazy coroutine of the kernel: a task or a routine.
template <class T>
class owned_frame {
public:
    using value_type = T;

    owned_frame(owned_frame&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    owned_frame& operator=(owned_frame&& other) noexcept {
        owned_frame dropped(std::move(other));
        std::swap(frame_, dropped.frame_);
        return *this;
    }

    /// Whether it can be awaited: not moved from, not awaited yet.
    explicit operator bool() const noexcept { return frame_ != nullptr; }
    /// Drops it without a word, as Python's coroutine.close().
    void close() noexcept {
        if (frame_) destroy_unstarted(std::exchange(frame_, nullptr));
    }

    /// For co_await and for groups.
    call_awaiter<T> bind(body& runner, place) && { return {release_frame(), runner}; }
    std::coroutine_handle<> release_frame() noexcept { return std::exchange(frame_, nullptr); }

protected:
    explicit owned_frame(std::coroutine_handle<> frame) noexcept : frame_(frame) {}
    ~owned_frame() {
        if (frame_) [[unlikely]]
            destroy_forgotten(frame_);
    }

private:
    std::coroutine_handle<> frame_;
};

template <class T>
struct task_promise final : returning<T> {
    explicit task_promise(place made = place::current()) noexcept : returning<T>(made) {
        static_assert(alignof(task_promise) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    }
    /// Of a coroutine f(x, place): it was made there, and not where it is written.
    template <class X>
    task_promise(const X&, const place& made) noexcept : returning<T>(made) {}
    template <class X, class Y, class Z>
    task_promise(const X&, const Y&, const Z&, const place& made) noexcept : returning<T>(made) {}
    template <class... X>
        requires(!std::same_as<X, place> && ...)
    explicit task_promise(const place& made, const X&...) noexcept : returning<T>(made) {}
    task<T> get_return_object() noexcept;

    template <class A>
        requires(!std::same_as<std::remove_cvref_t<A>, this_body_t>)
    auto await_transform(A&& awaitable, place at = place::current()) {
        return make_awaiter(*this->runner, static_cast<A&&>(awaitable), at);
    }
    this_body_awaiter await_transform(this_body_t) const noexcept { return {this->runner}; }
};

} // namespace detail

/// A lazy coroutine that gives a T (or T&, or nothing). Move-only, awaited once, as an rvalue: `co_await f()` or
/// `co_await std::move(t)`. Dropped without having been awaited, it tells the unraisable hook where it was written.
/// Suspends: when something that it awaits does; awaiting it is no checkpoint in itself.
/// Throws: what left its body, the same object; a stop_iteration as runtime_error (PEP 479).
/// Lifetime: parameters live in the frame: take them by value. A lambda's captures do not: pass what it needs.
/// Cost: one frame from the pool; a child that does not wait costs a call. Source: PEP 492.
template <class T>
class [[nodiscard("a task does nothing until it is awaited or spawned")]] task
    : public detail::owned_frame<T> {
public:
    using promise_type = detail::task_promise<T>;

private:
    friend promise_type;
    using detail::owned_frame<T>::owned_frame;
};

template <class T>
task<T> detail::task_promise<T>::get_return_object() noexcept {
    return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}

} // namespace rondo::inline v0
