// SPDX-License-Identifier: BSL-1.0
//
// `decorate(factory, f)`: a function that runs each call of f inside a manager of its own.
#pragma once

#include <rondo/with/with.hpp>

namespace rondo::inline v0 {

/// What decorate gives: called as f is, it calls it inside `with(factory(), …)`.
template <class Factory, class F>
class decorated {
public:
    decorated(Factory factory, F f) : factory_(std::move(factory)), f_(std::move(f)) {}

    template <class... Args>
        requires std::is_invocable_v<F&, Args...>
    auto operator()(Args&&... args) {
        return with(factory_(), [&]() -> decltype(auto) { return f_(std::forward<Args>(args)...); });
    }
    template <class... Args>
        requires std::is_invocable_v<const F&, Args...>
    auto operator()(Args&&... args) const {
        return with(factory_(), [&]() -> decltype(auto) { return f_(std::forward<Args>(args)...); });
    }

private:
    Factory factory_;
    F f_;
};

/// A function that calls `f` inside a fresh manager, made by `factory()`, each time: a one-shot contextmanager will do.
/// Returns, when called: as `with`: what f returned, as optional or bool; empty when its error was swallowed.
/// Source: Python's contextlib.ContextDecorator.
/// Example: `auto save = decorate([] { return managed_resource("db"); }, [](row r) { write(r); });`
template <class Factory, class F>
decorated<Factory, F> decorate(Factory factory, F f) {
    static_assert(std::is_invocable_v<Factory&>,
                  "decorate(factory, f): factory takes nothing, and makes a manager");
    if constexpr (std::is_invocable_v<Factory&>)
        static_assert(detail::expect_manager<std::invoke_result_t<Factory&>>());
    return {std::move(factory), std::move(f)};
}

} // namespace rondo::inline v0
