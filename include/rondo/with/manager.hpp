// SPDX-License-Identifier: BSL-1.0
//
// What a context manager is: two member functions, one for each end of a block. A type is one by having them; there is
// nothing to derive from. Whoever calls `enter` and comes back from it owes one call of `exit`.
#pragma once

#include <rondo/base/config.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {
/// What runs nothing until it is awaited: a task, a routine.
template <class T>
concept lazy = requires(T& coroutine) { coroutine.release_frame(); };
} // namespace detail

/// A manager has `enter()`, whose value the block is given (or void), and `exit(std::exception_ptr)`, which is told what
/// left the block: null when it ran to its end. Any true value from exit swallows that error; what exit throws
/// replaces it. (One whose enter or exit is awaited is an async_context_manager: async_with.hpp.)
/// Source: PEP 343.
template <class M>
concept context_manager = requires(M& manager, std::exception_ptr error) {
    manager.enter();
    static_cast<bool>(manager.exit(error));
    requires !detail::lazy<decltype(manager.enter())> && !detail::lazy<decltype(manager.exit(error))>;
};

/// What entering `M` gives: a value, a reference into the manager, or void.
template <class M>
using entered_t = decltype(std::declval<M&>().enter());

namespace detail {

/// The sentence that whoever passes something else reads first.
template <class M>
consteval bool expect_manager() {
    static_assert(context_manager<M>, "not a context manager: one has enter(), and exit(std::exception_ptr) "
                                      "that returns bool (true swallows)");
    return true;
}

/// Keeps a manager: itself when it was given away, a reference to it when it was lent.
template <class M>
class held {
public:
    explicit held(M&& given) : value_(std::forward<M>(given)) {}
    std::remove_reference_t<M>& get() noexcept { return value_; }
    const std::remove_reference_t<M>& get() const noexcept { return value_; }

private:
    M value_;
};

} // namespace detail
} // namespace rondo::inline v0
