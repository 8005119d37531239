// SPDX-License-Identifier: BSL-1.0
//
// `suppress<E…>()`: a manager that ends its block quietly when it is left by one of these errors. Out of a group of errors
// it takes those, and lets the rest pass.
#pragma once

#include <rondo/core/exception_group.hpp>
#include <rondo/with/manager.hpp>

namespace rondo::inline v0 {

namespace detail {
template <class E>
bool caught_as(const std::exception_ptr& error) {
    static_assert(std::is_object_v<E> && !std::is_pointer_v<E>,
                  "is_a<E...>, suppress<E...>: name the classes of errors");
    try {
        std::rethrow_exception(error);
    } catch (const E&) {
        return true;
    } catch (...) {
        return false;
    }
}
/// Takes out of an exception_group what `matches`. Returns: whether that was all of it; false for what is no group, or has
/// nothing that matches. Throws: a group of the rest.
RONDO_API bool suppress_in_group(const std::exception_ptr& error, bool (*matches)(const std::exception_ptr&));
} // namespace detail

/// Whether `error` would be caught as one of `E…`: the class itself, or derived from it. False for null.
template <class... E>
bool is_a(const std::exception_ptr& error) {
    return error && (detail::caught_as<E>(error) || ...);
}

/// Swallows errors of the classes `E…` and what derives from them; everything else passes. Neither
/// `suppress<std::exception>` nor `suppress<>` stops generator_exit. Of an exception_group that is none of `E…` itself, the
/// errors that are, at any depth, are taken out: nothing left is swallowed; else a group of the rest is thrown, of the same
/// shape. Good for many blocks.
/// Source: Python's contextlib.suppress. Example: `with(suppress<std::filesystem::filesystem_error>(), [&] { remove(f); });`
template <class... E>
class suppress {
public:
    void enter() const noexcept {}
    bool exit(const std::exception_ptr& error) const {
        if constexpr (sizeof...(E) == 0)
            return false;
        else
            return is_a<E...>(error) || detail::suppress_in_group(error, &is_a<E...>);
    }
};

static_assert(context_manager<const suppress<std::exception>>);

} // namespace rondo::inline v0
