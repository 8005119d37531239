// SPDX-License-Identifier: BSL-1.0
//
// The awaitable contract: four functions, and anything can be waited for, by a task, a routine or a fiber, alone or in
// a race. The kernel adds to each: a checkpoint before any effect, a budget for those that are always ready, and the
// way back when the body is cancelled.
//
//     ready()        try: true when it is done without waiting; the result is then kept for take()
//     start(waiter)  wait: keep the waiter, and when it is over  waiter.claim() → commit → waiter.unpark()
//     abort(waiter)  stop: true when the waiter was forgotten, nothing happened and nothing will;
//                          false when it will still be unparked: take() then tells what became of it
//     take()         the result, or throw
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/body.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/scheduler.hpp>

#include <concepts>
#include <type_traits>

namespace rondo::inline v0 {

/// What can be waited for in itself. From start() until it is over it stays where it is in memory.
template <class A>
concept leaf_awaitable = requires(A& awaitable, waiter& who) {
    { awaitable.ready() } -> std::convertible_to<bool>;
    awaitable.start(who);
    { awaitable.abort(who) } -> std::convertible_to<bool>;
    awaitable.take();
};

namespace detail {

/// Asks a type for its own awaiter: tasks and the combinators have one.
template <class A>
concept bindable = requires(A&& awaitable, body& runner, place where) {
    { static_cast<A&&>(awaitable).bind(runner, where) };
};
template <class A>
concept convertible_awaitable = requires(A&& awaitable) { static_cast<A&&>(awaitable).operator co_await(); };

RONDO_API std::string type_name_of(const char* pretty_function);

template <class A>
void describe_awaitable(const void* awaitable, std::string& out) {
    if constexpr (requires(const A& a) { a.describe(out); }) {
        static_cast<const A*>(awaitable)->describe(out);
    } else {
        out += type_name_of(__PRETTY_FUNCTION__);
    }
}

/// One for each type in the whole program, so that an address tells what somebody waits for.
template <class A>
RONDO_API inline constexpr wait_kind kind_of{
    [](void* awaitable, waiter& who) noexcept -> bool { return static_cast<A*>(awaitable)->abort(who); },
    &describe_awaitable<A>,
};

/// Awaits a leaf that lives in the co_await expression.
template <class A>
class leaf_awaiter : private parked_wait {
public:
    // `kind` is filled in when it is parked: what is ready does without.
    leaf_awaiter(A& leaf, body& runner, place at) noexcept : body_(runner) {
        awaitable = const_cast<std::remove_const_t<A>*>(std::addressof(leaf));
        where = at;
    }
    leaf_awaiter(const leaf_awaiter&) = delete;

    RONDO_INLINE bool await_ready() {
        if (body_.refuse_at_checkpoint()) [[unlikely]]
            return true;
        return leaf().ready() && body_.within_budget();
    }
    void await_suspend(std::coroutine_handle<> frame) {
        body_.resume_point = frame;
        if (body_.budget_left() == 0) [[unlikely]] { // done, but gives way
            body_.try_to_arm_deadlines();
            body_.give_way();
            return;
        }
        kind = &kind_of<A>;
        try {
            body_.park(*this);
            leaf().start(body_);
        } catch (...) {
            body_.unpark_in_place();
            throw;
        }
    }
    decltype(auto) await_resume() {
        if (body_.take_refusal()) [[unlikely]]
            throw cancelled();
        return leaf().take();
    }

private:
    A& leaf() const noexcept { return *static_cast<A*>(awaitable); }
    body& body_;
};

/// Awaits a leaf that it keeps itself.
template <class A>
class held_leaf_awaiter {
public:
    template <class... From>
    held_leaf_awaiter(body& runner, place at, From&&... from)
        : leaf_(static_cast<From&&>(from)...), awaiter_(leaf_, runner, at) {}
    held_leaf_awaiter(const held_leaf_awaiter&) = delete;
    bool await_ready() { return awaiter_.await_ready(); }
    void await_suspend(std::coroutine_handle<> frame) { awaiter_.await_suspend(frame); }
    decltype(auto) await_resume() { return awaiter_.await_resume(); }

private:
    A leaf_;
    leaf_awaiter<A> awaiter_;
};

/// A leaf that a coroutine of the library awaits for its caller: reports name the caller's line.
template <class A>
struct placed_leaf {
    placed_leaf(A& leaf, place at) noexcept : leaf(leaf), at(at) {}
    leaf_awaiter<A> bind(body& runner, place) const noexcept { return {leaf, runner, at}; }
    A& leaf;
    [[no_unique_address]] place at;
};

template <class A>
auto make_awaiter(body& runner, A&& awaitable, place at);

/// Awaits what `operator co_await` of a user's type gives.
template <class A>
class converted_awaiter {
    using inner_type = decltype(std::declval<A>().operator co_await());

public:
    converted_awaiter(A&& awaitable, body& runner, place at)
        : inner_(static_cast<A&&>(awaitable).operator co_await()),
          awaiter_(make_awaiter(runner, static_cast<inner_type&&>(inner_), at)) {}
    converted_awaiter(const converted_awaiter&) = delete;
    bool await_ready() { return awaiter_.await_ready(); }
    auto await_suspend(std::coroutine_handle<> frame) { return awaiter_.await_suspend(frame); }
    decltype(auto) await_resume() { return awaiter_.await_resume(); }

private:
    inner_type inner_;
    decltype(make_awaiter(std::declval<body&>(), std::declval<inner_type>(), place())) awaiter_;
};

template <class>
inline constexpr bool unsupported = false;

/// What `co_await x` becomes in a body of this library.
template <class A>
auto make_awaiter(body& runner, A&& awaitable, place at) {
    if constexpr (bindable<A>) {
        return static_cast<A&&>(awaitable).bind(runner, at);
    } else if constexpr (leaf_awaitable<std::remove_reference_t<A>>) {
        return leaf_awaiter<std::remove_reference_t<A>>(awaitable, runner, at);
    } else if constexpr (convertible_awaitable<A>) {
        return converted_awaiter<A>(static_cast<A&&>(awaitable), runner, at);
    } else {
        static_assert(
            unsupported<A>,
            "this cannot be awaited: awaitable are a task (as an rvalue: co_await std::move(t)), what a verb "
            "such as sleep() returns, and any type with ready(), start(waiter&), abort(waiter&), take()");
        return leaf_awaiter<A>(awaitable, runner, at);
    }
}

template <class A>
using awaiter_for = decltype(make_awaiter(std::declval<body&>(), std::declval<A>(), place()));

} // namespace detail

/// What can stand after `co_await` in a task.
template <class A>
concept awaitable =
    detail::bindable<A> || leaf_awaitable<std::remove_reference_t<A>> || detail::convertible_awaitable<A>;

/// What `co_await` gives for an `A`.
template <class A>
using await_result_t = decltype(std::declval<detail::awaiter_for<A>&>().await_resume());

} // namespace rondo::inline v0
