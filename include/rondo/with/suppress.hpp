// SPDX-License-Identifier: BSL-1.0
//
// `suppress<E…>()`: a manager that ends its block quietly when it is left by one of these errors.
#pragma once

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
} // namespace detail

/// Whether `error` would be caught as one of `E…`: the class itself, or derived from it. False for null.
template <class... E>
bool is_a(const std::exception_ptr& error) {
    return error && (detail::caught_as<E>(error) || ...);
}

/// Swallows errors of the classes `E…` and what derives from them; everything else passes. Neither
/// `suppress<std::exception>` nor `suppress<>` stops generator_exit. Good for many blocks.
/// Source: Python's contextlib.suppress. Example: `with(suppress<std::filesystem::filesystem_error>(), [&] { remove(f); });`
template <class... E>
class suppress {
public:
    void enter() const noexcept {}
    bool exit(const std::exception_ptr& error) const { return is_a<E...>(error); }
};

static_assert(context_manager<const suppress<std::exception>>);

} // namespace rondo::inline v0
