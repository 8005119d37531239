// SPDX-License-Identifier: BSL-1.0
//
// The types around an item: how it is passed on, how it is kept; and `box`, which holds what an adaptor is
// made of, so that the adaptor can be assigned even when that cannot (lambdas, references).
#pragma once

#include <rondo/gen/step.hpp>

#include <concepts>
#include <deque>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0::detail {

template <class Puller>
using raw_item_t = std::remove_cvref_t<decltype(std::declval<Puller&>().next())>;

/// The item that a puller gives, in our form.
template <class Puller>
using item_t = typename item_of<raw_item_t<Puller>>::type;

/// How a consumer passes an item on: T& for what lives elsewhere, T&& for what nobody else keeps.
template <class Puller>
using passed_t = decltype(*std::declval<item_t<Puller>>());

/// How a tuple of items holds one: by reference what lives elsewhere, else by value.
template <class Puller>
using element_t = std::conditional_t<std::is_lvalue_reference_v<passed_t<Puller>>, passed_t<Puller>,
                                     std::remove_cvref_t<passed_t<Puller>>>;

template <class T>
struct kept {
    using type = T;
};
template <class T>
    requires(!std::same_as<T, std::remove_cvref_t<T>>)
struct kept<T> : kept<std::remove_cvref_t<T>> {};
template <class... Ts>
struct kept<std::tuple<Ts...>> {
    using type = std::tuple<typename kept<Ts>::type...>;
};
template <class A, class B>
struct kept<std::pair<A, B>> {
    using type = std::pair<typename kept<A>::type, typename kept<B>::type>;
};

/// A value of this type can be kept: no references, not even inside a tuple.
template <class T>
using kept_as_t = typename kept<T>::type;
template <class Puller>
using kept_t = kept_as_t<passed_t<Puller>>;

/// The item for a reference or a value of type T.
template <class T>
using item_for_t = std::conditional_t<std::is_lvalue_reference_v<T>, item<T>, item<std::remove_cvref_t<T>>>;

/// An item of an expression: `made<decltype(e)>(e)`.
template <class T, class Value>
item_for_t<T> made(Value&& value) {
    if constexpr (std::is_lvalue_reference_v<T>) {
        return item_for_t<T>(std::addressof(value));
    } else {
        return item_for_t<T>(std::in_place, std::forward<Value>(value));
    }
}

/// Values kept one after another, with addresses: std::vector<bool> has none.
template <class T>
using pool_t = std::conditional_t<std::same_as<T, bool>, std::deque<T>, std::vector<T>>;

/// Holds a T, assignable whenever T can be moved.
template <class T>
class box {
public:
    template <class U>
        requires std::constructible_from<T, U&&> && (!std::same_as<std::remove_cvref_t<U>, box>)
    explicit box(U&& value) : value_(std::forward<U>(value)) {}
    box(const box&) = default;
    box(box&&) = default;
    box& operator=(box&& other) noexcept {
        if constexpr (std::is_nothrow_move_assignable_v<T>) {
            value_ = std::move(other.value_);
        } else if (this != &other) {
            std::destroy_at(std::addressof(value_));
            std::construct_at(std::addressof(value_), std::move(other.value_));
        }
        return *this;
    }
    ~box() = default;

    T& get() noexcept { return value_; }
    const T& get() const noexcept { return value_; }

private:
    T value_;
};
template <class T>
class box<T&> {
public:
    explicit box(T& value) noexcept : value_(std::addressof(value)) {}
    T& get() const noexcept { return *value_; }

private:
    T* value_;
};

/// The same on the heap: stays where it is when the box moves.
template <class T>
class heap_box {
public:
    explicit heap_box(T&& value) : value_(std::make_unique<T>(std::move(value))) {}
    T& get() const noexcept { return *value_; }

private:
    std::unique_ptr<T> value_;
};

} // namespace rondo::inline v0::detail
