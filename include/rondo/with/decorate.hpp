// SPDX-License-Identifier: BSL-1.0
//
// `decorate(factory, f)`: a function that runs each call of f inside a manager of its own.
#pragma once

#include <rondo/with/detail/kept_arguments.hpp>
#include <rondo/with/with.hpp>

namespace rondo::inline v0 {

namespace detail {
template <class Manager, class F, class... Args>
auto call_inside(Manager&& manager, F& f, Args&&... args) {
    if constexpr (!context_manager<std::remove_reference_t<Manager>> ||
                  lazy<std::remove_reference_t<std::invoke_result_t<F&, Args...>>>) {
        // It runs when it is awaited: the arguments are kept until then.
        if constexpr (lazy<std::remove_reference_t<std::invoke_result_t<F&, Args...>>>)
            static_assert(
                decorating::all_refer_to_kept<F, Args...>(),
                "decorate(factory, f): a parameter of the coroutine f is a reference, and would refer to a "
                "temporary "
                "that is made of this argument: pass what the parameter names, or let f take it by value");
        auto later = [&f, kept = std::make_tuple(std::forward<Args>(args)...)]() mutable {
            return std::apply(f, std::move(kept));
        };
        return with(std::forward<Manager>(manager), std::move(later));
    } else {
        return with(std::forward<Manager>(manager),
                    [&]() -> decltype(auto) { return f(std::forward<Args>(args)...); });
    }
}
} // namespace detail

/// What decorate gives: called as f is, it calls it inside `with(factory(), …)`.
template <class Factory, class F>
class decorated {
public:
    decorated(Factory factory, F f) : factory_(std::move(factory)), f_(std::move(f)) {}

    template <class... Args>
        requires std::is_invocable_v<F&, Args...>
    auto operator()(Args&&... args) {
        return detail::call_inside(factory_(), f_, std::forward<Args>(args)...);
    }
    template <class... Args>
        requires std::is_invocable_v<const F&, Args...>
    auto operator()(Args&&... args) const {
        return detail::call_inside(factory_(), f_, std::forward<Args>(args)...);
    }

private:
    Factory factory_;
    F f_;
};

/// A function that calls `f` inside a fresh manager, made by `factory()`, each time: a one-shot contextmanager will do.
/// Returns, when called: as `with`: what f returned, as optional or bool; empty when its error was swallowed. When f is a
/// coroutine, or the manager waits (include async_with.hpp) a task, which keeps copies of the arguments (std::ref lends); the decorated function
/// must outlive it.
/// Source: Python's contextlib.ContextDecorator.
/// Example: `auto save = decorate([] { return managed_resource("db"); }, [](row r) { write(r); });`
template <class Factory, class F>
decorated<Factory, F> decorate(Factory factory, F f) {
    static_assert(std::is_invocable_v<Factory&>,
                  "decorate(factory, f): factory takes nothing, and makes a manager");
    if constexpr (std::is_invocable_v<Factory&>)
        static_assert(
            requires(std::invoke_result_t<Factory&> m, std::exception_ptr e) {
                m.enter();
                m.exit(e);
            }, "decorate(factory, f): what factory makes is not a context manager: one has enter() and "
               "exit(error)");
    return {std::move(factory), std::move(f)};
}

} // namespace rondo::inline v0
