// SPDX-License-Identifier: BSL-1.0
//
// What one step of an iteration gives: an item, or the end. Presence is asked of the item itself, never of
// the value in it, so that 0, false and "" are values like any other.
#pragma once

#include <rondo/base/config.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

/// An item of reference type `Ref`, by address, or nothing.
/// Lifetime: the value stays where its source keeps it, until the source is advanced, closed or destroyed.
template <class Ref>
class item {
    static_assert(std::is_reference_v<Ref>);

public:
    using reference = Ref;
    using pointer = std::add_pointer_t<Ref>;

    item() noexcept = default;
    item(std::nullopt_t) noexcept {}
    explicit item(pointer value) noexcept : value_(value) {}

    explicit operator bool() const noexcept { return value_ != nullptr; }
    bool has_value() const noexcept { return value_ != nullptr; }
    /// The value. Requires: there is one.
    Ref operator*() const noexcept { return static_cast<Ref>(*value_); }
    pointer operator->() const noexcept { return value_; }

private:
    pointer value_ = nullptr;
};

/// An item that holds its value: for sources that make each value when asked.
template <class T>
    requires std::is_object_v<T>
class item<T> {
public:
    using reference = T&;
    using pointer = T*;

    item() noexcept = default;
    item(std::nullopt_t) noexcept {}
    template <class... Args>
    explicit item(std::in_place_t, Args&&... args) : value_(std::in_place, std::forward<Args>(args)...) {}

    // Assigning makes the value anew: assigning a tuple of references would write through them.
    item(item&&) = default;
    item(const item&) = default;
    item& operator=(item&&)
        requires std::is_scalar_v<T>
    = default;
    item& operator=(item&& other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        if (this == &other) return *this;
        if constexpr (std::is_nothrow_move_constructible_v<T>) {
            std::destroy_at(this);
            return *std::construct_at(this, std::move(other));
        } else {
            value_.reset();
            if (other.value_) value_.emplace(*std::move(other.value_));
            return *this;
        }
    }

    explicit operator bool() const noexcept { return value_.has_value(); }
    bool has_value() const noexcept { return value_.has_value(); }
    T& operator*() & noexcept { return *value_; }
    const T& operator*() const& noexcept { return *value_; }
    T&& operator*() && noexcept { return std::move(*value_); }
    T* operator->() noexcept { return std::addressof(*value_); }
    const T* operator->() const noexcept { return std::addressof(*value_); }

private:
    std::optional<T> value_;
};

/// An item of no value: only whether the step was taken.
template <>
class item<void> {
public:
    using reference = void;

    item() noexcept = default;
    item(std::nullopt_t) noexcept {}
    explicit item(bool taken) noexcept : taken_(taken) {}
    explicit operator bool() const noexcept { return taken_; }
    bool has_value() const noexcept { return taken_; }

private:
    bool taken_ = false;
};

namespace detail {
template <class Raw>
struct item_of {
    using type = item<std::remove_cvref_t<decltype(*std::declval<Raw>())>>;
};
template <class T>
struct item_of<item<T>> {
    using type = item<T>;
};
template <class T>
struct item_of<T*> {
    using type = item<T&>;
};

/// The item that stands for what a hand-written `next()` gave: an address stays one, what an optional holds
/// is moved out.
template <class T>
item<T>&& as_item(item<T>&& ours) noexcept {
    return std::move(ours);
}
template <class Raw>
typename item_of<Raw>::type as_item(Raw raw) {
    using type = typename item_of<Raw>::type;
    if constexpr (std::is_pointer_v<Raw>) {
        return type(raw);
    } else {
        return raw ? type(std::in_place, *std::move(raw)) : type();
    }
}

template <class Yield>
struct yield_reference {
    using type = const Yield&;
};
template <class T>
struct yield_reference<T&> {
    using type = T&;
};
template <class T>
struct yield_reference<T&&> {
    using type = T&&;
};
template <>
struct yield_reference<void> {
    using type = void;
};
} // namespace detail

/// How a generator of `Yield` hands out a value: `const T&` for T, `T&` for T&, `T&&` for T&&, nothing for
/// void.
template <class Yield>
using yield_reference_t = typename detail::yield_reference<Yield>::type;

/// The result of `next`, `send` and `throw_`: contextually true while there is a value, `*step` is the value.
/// Lifetime: until the generator is resumed, closed or destroyed.
template <class Yield>
using step = item<yield_reference_t<Yield>>;

namespace detail {
template <class R>
struct optional_result {
    using type = std::optional<R>;
};
template <>
struct optional_result<void> {
    using type = bool;
};
} // namespace detail

/// "Perhaps an R": `std::optional<R>`, and for void `bool`, whether it returned.
template <class R>
using optional_result_t = typename detail::optional_result<R>::type;

namespace detail {
/// Moves a result out, and leaves none. Out of line: inlined, g++ -O2 takes the optional for uninitialized,
/// and warns.
template <class R>
RONDO_NOINLINE std::optional<R>
take_from(std::optional<R>& result) noexcept(std::is_nothrow_move_constructible_v<R>) {
    std::optional<R> taken;
    taken.swap(result);
    return taken;
}
inline bool take_from(bool& result) noexcept { return std::exchange(result, false); }
} // namespace detail

} // namespace rondo::inline v0
