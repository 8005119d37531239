// SPDX-License-Identifier: BSL-1.0
//
// `result<T>`: a value, or what the system refused, without a throw and without an allocation. For loops in which a
// refusal is no exception: a peer that goes away, a file that is not there.
#pragma once

#include <rondo/base/config.hpp>

#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

/// What failed, in words that need no memory: the text is made when it is asked for.
struct RONDO_API failure {
    failure(int errno_value, const char* what_was_asked, const char* what_to_do = "") noexcept
        : number(errno_value), verb(what_was_asked), advice(what_to_do) {}
    failure(int errno_value, const char* what_was_asked, int of, const char* what_to_do) noexcept
        : number(errno_value), descriptor(of), has_descriptor(true), verb(what_was_asked),
          advice(what_to_do) {}

    std::error_code code() const noexcept { return {number, std::system_category()}; }
    std::string text() const;        ///< as the error says it
    [[noreturn]] void raise() const; ///< throws it as a rondo::error

    int number; ///< an errno, above zero
    int descriptor = -1;
    bool has_descriptor = false;
    const char* verb;
    const char* advice;

private:
    std::string asked() const;
};

/// A T, or a failure. Example: `auto got = co_await as_result(wait_readable(fd));  if (!got) log(got.error().text());`
template <class T>
class [[nodiscard("a result may be a failure")]] result {
    static_assert(std::is_object_v<T>, "result<T>: T is a value, or void");

public:
    using value_type = T;
    result(T value) : value_(std::in_place, std::move(value)) {}
    result(const failure& why) noexcept : failure_(why) {}

    bool has_value() const noexcept { return value_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    /// The value. Throws: rondo::error when there is none.
    T& value() & { return check(), *value_; }
    const T& value() const& { return check(), *value_; }
    T&& value() && { return check(), *std::move(value_); }
    /// The value. Requires: there is one.
    T& operator*() & noexcept { return *value_; }
    const T& operator*() const& noexcept { return *value_; }
    T&& operator*() && noexcept { return *std::move(value_); }
    T* operator->() noexcept { return std::addressof(*value_); }
    const T* operator->() const noexcept { return std::addressof(*value_); }
    template <class U>
    T value_or(U&& other) const& {
        return value_.value_or(static_cast<U&&>(other));
    }
    /// What failed. Requires: there is no value.
    const failure& error() const noexcept { return failure_; }

private:
    void check() const {
        if (!value_) [[unlikely]]
            failure_.raise();
    }
    std::optional<T> value_;
    failure failure_{0, ""};
};

template <>
class [[nodiscard("a result may be a failure")]] result<void> {
public:
    using value_type = void;
    result() noexcept = default;
    result(const failure& why) noexcept : failure_(why) {}
    bool has_value() const noexcept { return failure_.number == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    void value() const {
        if (!has_value()) [[unlikely]]
            failure_.raise();
    }
    const failure& error() const noexcept { return failure_; }

private:
    failure failure_{0, ""};
};

} // namespace rondo::inline v0
