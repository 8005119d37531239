// SPDX-License-Identifier: BSL-1.0
//
// Python's `anext(g)` over async generators, and `to<std::vector>(g)`, which collects one.
#pragma once

#include <rondo/base/stop_iteration.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/task.hpp>

namespace rondo::inline v0 {

namespace detail {

template <class R>
struct kept_reference {
    using type = R;
};
template <class T>
struct kept_reference<T&&> { // nobody else keeps it
    using type = T;
};

/// A step whose value is asked for, not the step. Fallback: what stands for the end, or void.
template <class G, class Fallback>
class anext_request {
    using value = std::remove_cvref_t<typename G::step_type::reference>;
    using request = decltype(std::declval<G&>().next());

public:
    template <class... F>
    explicit anext_request(G& g, F&&... fallback)
        : next_(g.next()), fallback_(static_cast<F&&>(fallback)...) {}

    class awaiter {
    public:
        awaiter(anext_request& asked, body& runner)
            : fallback_(asked.fallback_), step_(std::move(asked.next_).bind(runner, place())) {}
        awaiter(const awaiter&) = delete;
        bool await_ready() { return step_.await_ready(); }
        void await_suspend(std::coroutine_handle<> consumer) noexcept { step_.await_suspend(consumer); }
        auto await_resume()
            -> std::conditional_t<std::same_as<Fallback, nothing_sent>,
                                  typename kept_reference<typename G::step_type::reference>::type, value> {
            auto step = step_.await_resume();
            if constexpr (std::same_as<Fallback, nothing_sent>) {
                if (!step) throw stop_async_iteration();
                if constexpr (!std::is_void_v<value>) return *step;
            } else {
                if (!step) return value(std::move(fallback_));
                return value(*step);
            }
        }

    private:
        Fallback& fallback_;
        decltype(std::declval<request>().bind(std::declval<body&>(), place())) step_;
    };
    awaiter bind(body& runner, place) && { return awaiter(*this, runner); }

private:
    request next_;
    [[no_unique_address]] Fallback fallback_;
};

} // namespace detail

/// Awaits the next value of `g`. Gives: it, as `*co_await g.next()` does; of an async_generator<T&&> the value itself.
/// Throws: stop_async_iteration when there is none; as next. Source: Python's anext(async_iterator).
template <class Y, class S, class R>
auto anext(async_generator<Y, S, R>& g) {
    return detail::anext_request<async_generator<Y, S, R>, detail::nothing_sent>(g);
}
/// The next value of `g`, by value, or `fallback` when there is none.
template <class Y, class S, class R, class Fallback>
auto anext(async_generator<Y, S, R>& g, Fallback&& fallback) {
    return detail::anext_request<async_generator<Y, S, R>, std::decay_t<Fallback>>(
        g, static_cast<Fallback&&>(fallback));
}

namespace detail {
template <class Container, class G>
task<Container> collect_awaited(G source) {
    Container all;
    while (auto step = co_await source.next()) all.insert(all.end(), *step);
    co_return std::move(all);
}
} // namespace detail

/// Awaits all items of `g`, in a container: `co_await to<std::vector<int>>(g)`, `co_await to<std::vector>(g)`.
/// Throws: what leaves `g`; what was collected is gone. Source: PEP 530, asynchronous comprehensions.
template <class Container, class Y, class S, class R>
task<Container> to(async_generator<Y, S, R>&& g) {
    return detail::collect_awaited<Container, async_generator<Y, S, R>>(std::move(g));
}
template <class Container, class Y, class S, class R>
task<Container> to(async_generator<Y, S, R>& g) {
    return detail::collect_awaited<Container, async_generator<Y, S, R>&>(g);
}
template <template <class...> class Container, class Y, class S, class R>
auto to(async_generator<Y, S, R>&& g) {
    return to<Container<std::remove_cvref_t<Y>>>(std::move(g));
}
template <template <class...> class Container, class Y, class S, class R>
auto to(async_generator<Y, S, R>& g) {
    return to<Container<std::remove_cvref_t<Y>>>(g);
}

} // namespace rondo::inline v0
