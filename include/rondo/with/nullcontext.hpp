// SPDX-License-Identifier: BSL-1.0
//
// `nullcontext(value)`: a manager that does nothing but give its value: for code that is used with and without one.
#pragma once

#include <rondo/with/manager.hpp>

namespace rondo::inline v0 {

/// Gives the block `value` (an lvalue is borrowed, an rvalue owned), and leaves without a trace; good for many blocks.
/// `nullcontext()` gives nothing. Source: Python's contextlib.nullcontext.
template <class T = void>
class nullcontext {
public:
    explicit nullcontext(T&& value) : value_(std::forward<T>(value)) {}
    std::remove_reference_t<T>& enter() noexcept { return value_.get(); }
    const std::remove_reference_t<T>& enter() const noexcept { return value_.get(); }
    bool exit(const std::exception_ptr&) const noexcept { return false; }

private:
    detail::held<T> value_;
};

template <>
class nullcontext<void> {
public:
    nullcontext() = default;
    void enter() const noexcept {}
    bool exit(const std::exception_ptr&) const noexcept { return false; }
};

nullcontext() -> nullcontext<void>;
template <class T>
nullcontext(T&&) -> nullcontext<T>;

static_assert(context_manager<nullcontext<>> && context_manager<nullcontext<int>> &&
              context_manager<nullcontext<int&>>);

} // namespace rondo::inline v0
