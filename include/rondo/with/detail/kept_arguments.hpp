// SPDX-License-Identifier: BSL-1.0
//
// Whether a coroutine may be called with copies of its arguments that are kept beside it: a parameter that is a reference
// must refer to such a copy, or to what std::ref lends, and not to something that is made of it for the call.
#pragma once

#include <rondo/base/config.hpp>

#include <type_traits>

namespace rondo::inline v0::detail::decorating {

template <class P, class Arg>
inline constexpr bool refers_to_kept =
    !std::is_reference_v<P> ||
    std::is_convertible_v<std::add_pointer_t<std::unwrap_ref_decay_t<Arg>>, std::add_pointer_t<P>>;

template <class F>
struct parameters_of;
template <class R, class... P>
struct parameters_of<R (*)(P...)> {
    template <class... Args>
    static consteval bool refer_to_kept() {
        if constexpr (sizeof...(Args) == sizeof...(P))
            return (refers_to_kept<P, Args> && ...);
        else
            return true;
    }
    static constexpr bool known = true;
};
template <class R, class... P>
struct parameters_of<R (*)(P...) noexcept> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...)> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) const> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) noexcept> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) const noexcept> : parameters_of<R (*)(P...)> {};

/// Whether none of f's parameters would refer to a temporary of the call. True where that cannot be seen.
template <class F, class... Args>
consteval bool all_refer_to_kept() {
    using callable = std::decay_t<F>;
    if constexpr (requires { parameters_of<callable>::known; } && std::is_pointer_v<callable>)
        return parameters_of<callable>::template refer_to_kept<Args...>();
    else if constexpr (requires { parameters_of<decltype(&callable::operator())>::known; })
        return parameters_of<decltype(&callable::operator())>::template refer_to_kept<Args...>();
    else
        return true;
}

} // namespace rondo::inline v0::detail::decorating
