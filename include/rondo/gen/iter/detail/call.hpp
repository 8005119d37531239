// SPDX-License-Identifier: BSL-1.0
//
// Calling what the user gave: a function, a lambda or a pointer to a member (std::invoke, without
// <functional>); and the base of our adaptors.
#pragma once

#include <rondo/gen/iter/iterable.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace rondo::inline v0::detail {

template <class Member, class Class, class Object, class... Args>
decltype(auto) call_member(Member Class::* member, Object&& object, Args&&... args) {
    if constexpr (std::is_base_of_v<Class, std::remove_cvref_t<Object>>) {
        if constexpr (!std::is_function_v<Member>) {
            return (std::forward<Object>(object).*member);
        } else {
            return (std::forward<Object>(object).*member)(std::forward<Args>(args)...);
        }
    } else {
        return call_member(member, *object, std::forward<Args>(args)...);
    }
}

template <class F, class... Args>
decltype(auto) call(F& function, Args&&... args) {
    if constexpr (std::is_member_pointer_v<F>) {
        return call_member(function, std::forward<Args>(args)...);
    } else {
        return function(std::forward<Args>(args)...);
    }
}

template <class F, class... Args>
using called_t = decltype(call(std::declval<F&>(), std::declval<Args>()...));

/// Could be called with something: what is refused at once where a function is expected.
template <class F>
concept callable = std::is_class_v<F> || std::is_member_pointer_v<F> ||
                   (std::is_pointer_v<F> && std::is_function_v<std::remove_pointer_t<F>>);

/// An argument that is no source (a literal that has decayed to a pointer was one): what a stage without its
/// source takes.
template <class T>
concept option = !iterable<T> && !std::same_as<T, const char*>;

/// What is asked at the door of a function that takes sources.
template <class... Sources>
consteval void check_sources() {
    static_assert((iterable<Sources> && ...),
                  "not iterable: a source is a range, a generator or an object with next()");
}

/// Can be called with an item of the puller, as an lvalue, and the answer is true or false.
template <class F, class... Args>
concept asks =
    std::is_invocable_v<F&, Args...> && requires { static_cast<bool>(std::declval<called_t<F, Args...>>()); };
template <class Puller>
using shown_t = std::remove_reference_t<passed_t<Puller>>&;

/// Whether a value counts as true: as in Python, zero, null and what is empty do not.
template <class T>
constexpr bool truth(const T& value) {
    if constexpr (std::is_constructible_v<bool, const T&>) {
        return static_cast<bool>(value);
    } else {
        static_assert(
            requires { value.empty(); },
            "neither true nor false: give values with a bool conversion or empty()");
        return !value.empty();
    }
}

/// The base of the adaptors in this room: they stay exhausted.
template <class Derived>
class stage_base : public adaptor<Derived> {
public:
    static constexpr bool stays_exhausted = true;

private:
    friend Derived;
    stage_base() = default;
    stage_base(stage_base&&) = default;
    stage_base& operator=(stage_base&&) = default;
};

} // namespace rondo::inline v0::detail
