// SPDX-License-Identifier: BSL-1.0
//
// `outcome<T>`: how something ended: with a value, with an error, or cancelled. What is awaited for its ending, whatever
// that may be, gives one.
#pragma once

#include <rondo/core/join_handle.hpp>

#include <optional>
#include <utility>
#include <variant>

namespace rondo::inline v0 {

/// Exactly one of value(), error() and cancelled() holds. For void, value() gives nothing.
template <class T>
class outcome {
    using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    explicit outcome(stored value) : content_(std::in_place_index<0>, std::move(value)) {}
    explicit outcome(std::exception_ptr error) : content_(std::in_place_index<1>, std::move(error)) {}
    static outcome make_cancelled() { return outcome(was_cancelled()); }

    bool has_value() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    bool is_cancelled() const noexcept { return content_.index() == 2; }
    /// What left it, or null.
    std::exception_ptr error() const noexcept {
        return content_.index() == 1 ? std::get<1>(content_) : std::exception_ptr();
    }
    /// The value. Throws: the error, the same object; task_cancelled.
    decltype(auto) value() const& {
        check();
        if constexpr (!std::is_void_v<T>) return (std::get<0>(content_));
    }
    T value() && {
        check();
        if constexpr (!std::is_void_v<T>) return std::get<0>(std::move(content_));
    }

private:
    struct was_cancelled {};
    explicit outcome(was_cancelled) : content_(std::in_place_index<2>) {}
    void check() const {
        if (content_.index() == 1) std::rethrow_exception(std::get<1>(content_));
        if (content_.index() == 2) throw task_cancelled("the task was cancelled");
    }
    std::variant<stored, std::exception_ptr, was_cancelled> content_;
};

/// How the task of `handle` ended; its error counts as seen. Throws: invalid_state_error while it runs.
template <class T>
outcome<T> outcome_of(join_handle<T> handle) {
    if (!handle.done()) static_cast<void>(handle.error()); // throws
    if (handle.was_cancelled()) return outcome<T>::make_cancelled();
    if (std::exception_ptr error = handle.error()) return outcome<T>(std::move(error));
    if constexpr (std::is_void_v<T>) {
        return outcome<T>(std::monostate());
    } else {
        return outcome<T>(detail::last_join<T>(std::move(handle)).take());
    }
}

} // namespace rondo::inline v0
