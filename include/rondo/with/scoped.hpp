// SPDX-License-Identifier: BSL-1.0
//
// `scoped(manager)`: a manager entered for the rest of a scope: `with` without a body of its own, so that `break`,
// `continue`, `return` and `co_yield` may stand inside. It is `finally` only: a destructor can neither see which error
// passes nor stop it.
#pragma once

#include <rondo/with/detail/leave.hpp>
#include <rondo/with/manager.hpp>

#include <memory>

namespace rondo::inline v0 {

namespace detail {

/// What enter gave: kept by value if it is one, else by address.
template <class T>
class entered_value {
public:
    template <class M>
    explicit entered_value(M& manager) : value_(manager.enter()) {}
    T& get() noexcept { return value_; }

private:
    T value_;
};
template <class T>
    requires std::is_reference_v<T>
class entered_value<T> {
public:
    template <class M>
    explicit entered_value(M& manager) {
        T&& value = manager.enter();
        address_ = std::addressof(value);
    }
    std::remove_reference_t<T>& get() noexcept { return *address_; }

private:
    std::remove_reference_t<T>* address_;
};
template <>
class entered_value<void> {
public:
    template <class M>
    explicit entered_value(M& manager) {
        manager.enter();
    }
    void get() noexcept {}
};

} // namespace detail

/// Enters `manager` (an lvalue is borrowed, an rvalue owned), and leaves it at the end of the scope: by the normal path, or,
/// when an exception unwinds the scope or the suspended generator around it is closed or dropped, with generator_exit.
/// `*scope` is what enter gave. Not movable: it belongs to its scope.
/// Throws: what enter throws. Errors of exit in the destructor go to the unraisable hook; `exit()` throws them.
/// Example: `scoped db = scoped(managed_resource("a")); for (row r : db->rows()) { if (r.last()) break; }`
template <class M>
class [[nodiscard("a scoped without a name is left at once")]] scoped {
    using manager_type = std::remove_reference_t<M>;
    static_assert(detail::expect_manager<manager_type>());

public:
    explicit scoped(M&& manager) : manager_(std::forward<M>(manager)), value_(manager_.get()) {}
    scoped(const scoped&) = delete;
    scoped& operator=(const scoped&) = delete;
    ~scoped() {
        if (!inside_) return;
        detail::leave_in_destructor(
            scope_, "in the exit of a scoped context manager",
            [&](const std::exception_ptr& error) { return manager_.get().exit(error); });
    }

    /// What enter gave. Lifetime: as the manager says; it outlives exit.
    decltype(auto) operator*() noexcept { return value_.get(); }
    auto* operator->() noexcept
        requires(!std::is_void_v<entered_t<manager_type>>)
    {
        return std::addressof(value_.get());
    }

    /// Leaves now, by the normal path; the destructor then does nothing. Throws: what the manager's exit throws.
    void exit() {
        if (!std::exchange(inside_, false)) return;
        static_cast<void>(manager_.get().exit(nullptr));
    }

private:
    departure scope_;
    detail::held<M> manager_;
    detail::entered_value<entered_t<manager_type>> value_;
    bool inside_ = true;
};

template <class M>
scoped(M&&) -> scoped<M>;

} // namespace rondo::inline v0
