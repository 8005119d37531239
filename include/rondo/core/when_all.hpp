// SPDX-License-Identifier: BSL-1.0
//
// `when_all`: several at once, of which all count; `when_all_settled`: however each may end. Results come in the order of
// the arguments.
#pragma once

#include <rondo/core/detail/arms.hpp>
#include <rondo/core/outcome.hpp>

#include <tuple>
#include <vector>

namespace rondo::inline v0 {

namespace detail {

template <class A>
using owned_arm_t = join_handle<typename runs_as<A>::value_type>;
template <class A>
using all_value_t = std::conditional_t<std::is_void_v<typename runs_as<A>::value_type>, std::monostate,
                                       typename runs_as<A>::value_type>;

template <class T>
decltype(auto) take_all_value(join_handle<T>& from) {
    if constexpr (std::is_void_v<T>) {
        from.result();
        return std::monostate();
    } else {
        return last_join<T>(std::move(from)).take(); // a T, or the T& that the task gave
    }
}

/// Waits for a group of which every member must succeed. Returns: whether it was cancelled from outside.
RONDO_API task<bool> rest_or_first_error(task_group& group);
/// Who was cancelled with the group gives no value: `cancelled` goes on outwards.
inline void pass_cancelled(bool outside, const handle_base& member) {
    if (outside && member.was_cancelled()) throw cancelled();
}

template <class... A>
task<std::tuple<all_value_t<A>...>> all_of(place at, A... arms) {
    body& me = co_await this_body;
    task_group group(me, at);
    std::optional<std::tuple<owned_arm_t<A>...>> handles;
    std::optional<task<bool>> rest; // made before anybody may fail for want of it
    std::exception_ptr unmade;
    try {
        rest.emplace(rest_or_first_error(group));
        handles.emplace(std::tuple<owned_arm_t<A>...>{group.spawn(std::move(arms))...});
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    if (unmade) {
        if (rest) rest->close();
        co_await task_group::rest_op{group};
        leave_unmade(group, std::move(unmade));
    }
    const bool outside = co_await *std::move(rest);
    auto take = [outside](auto&... handle) {
        (pass_cancelled(outside, handle), ...);
        return std::tuple<all_value_t<A>...>{take_all_value(handle)...};
    };
    co_return std::apply(take, *handles);
}

template <class A>
task<std::vector<all_value_t<A>>> all_in(place at, std::vector<A> arms) {
    body& me = co_await this_body;
    task_group group(me, at);
    std::vector<owned_arm_t<A>> handles;
    std::optional<task<bool>> rest;
    std::exception_ptr unmade;
    try {
        rest.emplace(rest_or_first_error(group));
        handles.reserve(arms.size());
        for (A& one : arms) handles.push_back(group.spawn(std::move(one)));
        arms.clear();
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    if (unmade) {
        if (rest) rest->close();
        co_await task_group::rest_op{group};
        leave_unmade(group, std::move(unmade));
    }
    const bool outside = co_await *std::move(rest);
    for (const auto& handle : handles) pass_cancelled(outside, handle);
    std::vector<all_value_t<A>> values;
    values.reserve(handles.size());
    for (auto& handle : handles) values.push_back(take_all_value(handle));
    co_return std::move(values);
}

template <class... A>
task<std::tuple<outcome<typename runs_as<A>::value_type>...>> settled_of(place at, A... arms) {
    body& me = co_await this_body;
    task_group group(me, at);
    group.keep_errors_apart();
    std::optional<std::tuple<owned_arm_t<A>...>> handles;
    std::exception_ptr unmade;
    try {
        handles.emplace(std::tuple<owned_arm_t<A>...>{group.spawn(std::move(arms))...});
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    co_await task_group::rest_op{group};
    if (unmade) leave_unmade(group, std::move(unmade));
    group.leave(nullptr);
    auto take = [](auto&... handle) { return std::tuple(outcome_of(std::move(handle))...); };
    co_return std::apply(take, *handles);
}

template <class A>
task<std::vector<outcome<typename runs_as<A>::value_type>>> settled_in(place at, std::vector<A> arms) {
    body& me = co_await this_body;
    task_group group(me, at);
    group.keep_errors_apart();
    std::vector<owned_arm_t<A>> handles;
    std::exception_ptr unmade;
    try {
        handles.reserve(arms.size());
        for (A& one : arms) handles.push_back(group.spawn(std::move(one)));
        arms.clear();
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    co_await task_group::rest_op{group};
    if (unmade) leave_unmade(group, std::move(unmade));
    group.leave(nullptr);
    std::vector<outcome<typename runs_as<A>::value_type>> outcomes;
    outcomes.reserve(handles.size());
    for (auto& handle : handles) outcomes.push_back(outcome_of(std::move(handle)));
    co_return std::move(outcomes);
}

template <class... A>
struct all_face {
    static_assert((expect_arm<A>() && ...));
    using type = task<std::tuple<all_value_t<A>...>>;
    static type make(place at, A... arms) { return all_of<A...>(at, std::move(arms)...); }
};
template <class A>
struct all_face<std::vector<A>> {
    static_assert(expect_arm<A>());
    using type = task<std::vector<all_value_t<A>>>;
    static type make(place at, std::vector<A> arms) { return all_in(at, std::move(arms)); }
};
template <class... A>
struct settled_face {
    static_assert((expect_arm<A>() && ...));
    using type = task<std::tuple<outcome<typename runs_as<A>::value_type>...>>;
    static type make(place at, A... arms) { return settled_of<A...>(at, std::move(arms)...); }
};
template <class A>
struct settled_face<std::vector<A>> {
    static_assert(expect_arm<A>());
    using type = task<std::vector<outcome<typename runs_as<A>::value_type>>>;
    static type make(place at, std::vector<A> arms) { return settled_in(at, std::move(arms)); }
};

} // namespace detail

/// Runs all at once, each a task that first runs in the next turn, in the order of the arguments. A join handle as
/// argument is waited for, not owned; the same one may stand there twice.
/// Returns: a task that gives a tuple (a vector for a vector) of the results in the order of the arguments, std::monostate
/// for nothing. Throws: the first error, the same object, after the others were cancelled and have ended (a task behind a
/// join handle goes on); further errors go to the unraisable hook. Nothing to wait for is an empty result, at once.
/// Cancel: all are cancelled, in order. Example: `auto all = co_await when_all(a(), b());  auto& [x, y] = all;`
template <class... A>
class [[nodiscard("a task does nothing until it is awaited or spawned")]] when_all
    : public detail::all_face<A...>::type { // a class, because a function cannot take a place after a pack
public:
    explicit when_all(A... arms, place at = place::current())
        : detail::all_face<A...>::type(detail::all_face<A...>::make(at, std::move(arms)...)) {}
};
template <class... A>
when_all(A...) -> when_all<A...>;
template <class... A>
when_all(when_all<A...>) -> when_all<when_all<A...>>; // one inside another, not a copy

/// The same, and gives an outcome for each: no error of one touches another. Never throws because of one of them; cancelled
/// from outside, it gives outcomes that say so.
template <class... A>
class [[nodiscard("a task does nothing until it is awaited or spawned")]] when_all_settled
    : public detail::settled_face<A...>::type {
public:
    explicit when_all_settled(A... arms, place at = place::current())
        : detail::settled_face<A...>::type(detail::settled_face<A...>::make(at, std::move(arms)...)) {}
};
template <class... A>
when_all_settled(A...) -> when_all_settled<A...>;
template <class... A>
when_all_settled(when_all_settled<A...>) -> when_all_settled<when_all_settled<A...>>;

} // namespace rondo::inline v0
