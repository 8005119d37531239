// SPDX-License-Identifier: BSL-1.0
//
// `finally` for C++: an action that runs when its scope is left, however it is left.
#pragma once

#include <rondo/base/unraisable.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

/// Runs `action()` when the guard is destroyed, unless released. Errors of the action cannot leave a
/// destructor: they go to the unraisable hook.
/// Example: `scope_exit closing = [&] { close(file); };`
template <class Action>
    requires std::invocable<Action&>
class [[nodiscard("a scope_exit without a name runs at once")]] scope_exit {
public:
    scope_exit(Action action) : action_(std::move(action)) {}
    scope_exit(scope_exit&& other) noexcept(std::is_nothrow_move_constructible_v<Action>)
        : action_(std::move(other.action_)), armed_(std::exchange(other.armed_, false)) {}
    scope_exit& operator=(scope_exit&&) = delete;
    ~scope_exit() {
        if (!armed_) return;
        try {
            action_();
        } catch (...) {
            report_unraisable(std::current_exception(), "in a scope_exit");
        }
    }

    /// Forgets the action.
    void release() noexcept { armed_ = false; }

private:
    Action action_;
    bool armed_ = true;
};

} // namespace rondo::inline v0
