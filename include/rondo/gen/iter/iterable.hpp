// SPDX-License-Identifier: BSL-1.0
//
// What can be iterated over, and how everything in `iter` asks for it: as a *puller*, an object whose
// `next()` gives an item or the end. `iter(source)` makes one of a generator, a range or a hand-written
// iterator: an lvalue is borrowed, an rvalue owned. Adaptors are plain structs over pullers, so that a chain
// of them is one loop to the compiler. Invariants: nothing is asked before the first `next()`; what has ended
// stays ended; a puller may be moved at any time between two calls.
#pragma once

#include <rondo/gen/detail/pull_iterator.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter/detail/items.hpp>
#include <rondo/gen/iter/detail/pullers.hpp>

#include <ranges>
#include <string_view>

namespace rondo::inline v0 {

/// Something to iterate over: a generator or another object with `next()` (an item, a std::optional or a
/// pointer: asked as a bool, then dereferenced), or an input range. Python's iterable.
template <class T>
concept iterable = detail::puller<std::remove_reference_t<T>> || std::ranges::input_range<T>;

/// An iterator over `source`, as Python's iter(x): an object with `next()`.
/// Lifetime: an lvalue is borrowed, and must outlive it; an rvalue is kept inside. A string literal is its
/// characters. A container that grows meanwhile is followed, as a Python list is, if it has random access.
/// Cost: none, but for a range rvalue without random access: it goes to the heap, so that its iterators stay
/// valid.
template <iterable Source>
auto iter(Source&& source) {
    using bare = std::remove_reference_t<Source>;
    if constexpr (detail::puller<bare>) {
        if constexpr (!std::is_lvalue_reference_v<Source> && detail::stays_exhausted<bare>) {
            return bare(std::forward<Source>(source));
        } else {
            return detail::asked<Source>(std::forward<Source>(source));
        }
    } else if constexpr (detail::is_literal<bare>) {
        return detail::indexed<std::string_view>(detail::text_of(source));
    } else if constexpr (std::ranges::random_access_range<Source> && std::ranges::sized_range<Source>) {
        return detail::indexed<Source>(std::forward<Source>(source));
    } else {
        return detail::walked<Source>(std::forward<Source>(source));
    }
}

/// What `iter` makes of a source.
template <iterable Source>
using iterator_of_t = decltype(iter(std::declval<Source>()));

/// What a source gives in one step: `item<T&>` by address, `item<T>` with the value in it.
template <iterable Source>
using item_of_t = detail::item_t<iterator_of_t<Source>>;

/// How an item of the source is passed to a function: `T&`, or `T&&` when nobody else keeps it.
template <iterable Source>
using passed_of_t = detail::passed_t<iterator_of_t<Source>>;

/// The type of the values of a source once they are kept: without references, inside tuples and pairs too.
template <iterable Source>
using value_of_t = detail::kept_t<iterator_of_t<Source>>;

namespace detail {
template <class Derived>
class stage_base;
} // namespace detail

/// The base of an iterator: makes an object with `next()` a move-only input range and view. As with a
/// generator, `begin()` advances: after a `break`, another loop goes on with the next value.
/// Example: `class count_up_to : public adaptor<count_up_to> { public: std::optional<int> next(); … };`
template <class Derived>
class adaptor : public std::ranges::view_base {
public:
    auto begin() { return detail::pull_iterator<Derived>(static_cast<Derived&>(*this)); }
    std::default_sentinel_t end() const noexcept { return {}; }

protected:
    ~adaptor() = default;

private:
    // Made by Derived alone: `class a : public adaptor<b>` does not compile.
    friend Derived;
    friend detail::stage_base<Derived>;
    adaptor() = default;
    adaptor(adaptor&&) = default;
    adaptor& operator=(adaptor&&) = default;
};

} // namespace rondo::inline v0
