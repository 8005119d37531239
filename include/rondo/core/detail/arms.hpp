// SPDX-License-Identifier: BSL-1.0
//
// What the combinators make of their arguments: a leaf waits by itself; everything else is spawned, in the order of the
// arguments, in a group of the combinator's own, which is left only when all of it has ended.
#pragma once

#include <rondo/core/detail/claim.hpp>
#include <rondo/core/task_group.hpp>

#include <variant>

namespace rondo::inline v0::detail {

/// Whether an argument waits by itself, without a task.
template <class A>
inline constexpr bool is_leaf_arm = leaf_awaitable<A>;

template <class A>
struct arm_leaf {
    using type = join_handle<typename runs_as<A>::value_type>;
};
template <class A>
    requires is_leaf_arm<A>
struct arm_leaf<A> {
    using type = A;
};
template <class A>
using arm_leaf_t = typename arm_leaf<A>::type;

template <class A>
arm_leaf_t<A> make_arm(task_group& group, A& given) {
    if constexpr (is_leaf_arm<A>) {
        return std::move(given);
    } else {
        return group.spawn(std::move(given));
    }
}

/// The arms could not all be made, and those that were have been cancelled, and have ended: leaves the group.
/// Throws: `error`; what the others failed with goes to the unraisable hook.
[[noreturn]] RONDO_API void leave_unmade(task_group& group, std::exception_ptr error);

/// What an arm gives, as something that can be stored.
template <class A>
using arm_result_t = decltype(std::declval<arm_leaf_t<A>&>().take());
template <class A>
using arm_value_t =
    std::conditional_t<std::is_void_v<arm_result_t<A>>, std::monostate, std::remove_cvref_t<arm_result_t<A>>>;

template <class Leaf>
auto take_value(Leaf& leaf) {
    if constexpr (std::is_void_v<decltype(leaf.take())>) {
        leaf.take();
        return std::monostate();
    } else if constexpr (std::is_base_of_v<handle_base, Leaf>) {
        using T = typename Leaf::value_type;
        if constexpr (std::is_reference_v<T>)
            return leaf.take();
        else
            return last_join<T>(std::move(leaf)).take();
    } else {
        return leaf.take();
    }
}

template <class A>
consteval bool expect_arm() {
    static_assert(runnable_thing<A> || leaf_awaitable<A>,
                  "not awaitable: pass tasks, join handles, and what verbs such as sleep() return");
    return runnable_thing<A> || leaf_awaitable<A>;
}

} // namespace rondo::inline v0::detail
