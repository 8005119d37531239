// SPDX-License-Identifier: BSL-1.0
//
// `co_yield from(x)`: Python's `yield from x`. Yields all that x yields; what is sent, thrown or closed goes
// to x; the expression gives what x returns.
#pragma once

#include <rondo/base/config.hpp>

#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

/// What `from` makes: the source, owned (`Source` an object type) or borrowed (`Source` an lvalue reference).
template <class Source>
class delegation {
public:
    explicit delegation(Source&& source) : source_(std::forward<Source>(source)) {}
    Source&& get() noexcept { return static_cast<Source&&>(source_); }

private:
    Source source_;
};

template <class T>
inline constexpr bool is_delegation = false;
template <class Source>
inline constexpr bool is_delegation<delegation<Source>> = true;

} // namespace detail

/// Delegates to `source`: a generator, any input range, or an object with `next()` (and `send`, `throw_ptr`,
/// `close`, `result`, as far as it has them). Only inside `co_yield`.
/// Returns: for a generator rvalue what it returned; for one that is borrowed (an lvalue) an optional of it,
/// empty when the result was delivered before; for an object with `result()` that; else nothing.
/// Throws: what leaves the source, here. runtime_error when an rvalue generator's result had already been
/// taken; value_error when the source is running; what is thrown into the delegating generator and the source
/// did not catch; attribute_error when a value is sent and the source has no send: the delegation is over
/// then.
/// Lifetime: an rvalue is kept until the delegation is over; an lvalue must outlive it, and stay where it is.
/// Cost: per item O(1) at any depth; a range needs no frame of its own, and a span of Yield not even a call
/// per item.
/// Source: PEP 380.
/// Example: `std::string reply = co_yield from(ask(question));`
template <class Source>
detail::delegation<Source> from(Source&& source) {
    return detail::delegation<Source>(std::forward<Source>(source));
}

/// The name of `from` in P2502's std::generator.
template <class Source>
detail::delegation<Source> elements_of(Source&& source) {
    return detail::delegation<Source>(std::forward<Source>(source));
}

} // namespace rondo::inline v0
