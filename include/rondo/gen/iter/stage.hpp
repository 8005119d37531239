// SPDX-License-Identifier: BSL-1.0
//
// `source | stage(f)`: a generator function as a stage. Whatever the source is, f gets it as the generator
// that it takes: the source itself if it is that, else one that pulls from it.
#pragma once

#include <rondo/gen/from.hpp>
#include <rondo/gen/iter/closure.hpp>

#include <type_traits>

namespace rondo::inline v0 {

struct stage_tag {};

namespace detail {

template <class F>
struct first_parameter {
    using type = void;
};
template <class F>
    requires requires { &F::operator(); }
struct first_parameter<F> : first_parameter<decltype(&F::operator())> {};
template <class R, class First, class... Rest>
struct first_parameter<R (*)(First, Rest...)> {
    using type = First;
};
template <class R, class First, class... Rest>
struct first_parameter<R (*)(First, Rest...) noexcept> : first_parameter<R (*)(First, Rest...)> {};
template <class C, class R, class First, class... Rest>
struct first_parameter<R (C::*)(First, Rest...)> : first_parameter<R (*)(First, Rest...)> {};
template <class C, class R, class First, class... Rest>
struct first_parameter<R (C::*)(First, Rest...) const> : first_parameter<R (*)(First, Rest...)> {};
template <class C, class R, class First, class... Rest>
struct first_parameter<R (C::*)(First, Rest...) noexcept> : first_parameter<R (*)(First, Rest...)> {};
template <class C, class R, class First, class... Rest>
struct first_parameter<R (C::*)(First, Rest...) const noexcept> : first_parameter<R (*)(First, Rest...)> {};

/// A generator of type Generator over a puller.
template <class Generator, class Puller>
Generator pulling(Puller source) {
    co_yield from(std::move(source));
}

} // namespace detail

/// The source as a generator of this type: itself when it is one and an rvalue, else a generator that pulls
/// from it.
/// Lifetime: an lvalue is borrowed. Cost: nothing, or one frame, and for an item one call more.
template <class Generator, iterable Source>
Generator as_generator(Source&& source) {
    static_assert(detail::is_generator<Generator>, "as_generator<G>(source): G is a generator");
    if constexpr (std::same_as<Source, Generator>) {
        return std::forward<Source>(source);
    } else {
        static_assert(std::is_void_v<typename Generator::return_type>,
                      "as_generator<G>(source): a generator over any source returns nothing");
        return detail::pulling<Generator>(iter(std::forward<Source>(source)));
    }
}

template <iterable Source, class F, class... Args>
auto adapt(stage_tag, Source&& source, F function, Args... args) {
    using wanted = std::remove_cvref_t<typename detail::first_parameter<F>::type>;
    if constexpr (detail::is_generator<wanted>) {
        static_assert(std::is_invocable_v<F&, wanted, Args...>,
                      "source | stage(f): f takes its generator by value");
        return function(as_generator<wanted>(std::forward<Source>(source)), std::move(args)...);
    } else {
        static_assert(std::is_invocable_v<F&, iterator_of_t<Source>, Args...>,
                      "source | stage(f): f is a function of a generator<T>, by value, or of any iterator");
        return function(iter(std::forward<Source>(source)), std::move(args)...);
    }
}

/// A generator function as a stage: `source | stage(f)` is `f(source)`, with the source as the generator that
/// f takes. Further arguments follow: `stage(f, n)` calls `f(source, n)`.
/// Example: `lines | stage(only_errors)` with `generator<std::string_view>
/// only_errors(generator<std::string_view> in)`.
template <class F, class... Args>
auto stage(F function, Args... args) {
    static_assert(detail::callable<F>, "stage(f): f is a function of a generator");
    return detail::make_closure(stage_tag{}, std::move(function), std::move(args)...);
}

} // namespace rondo::inline v0
