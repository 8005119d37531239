// SPDX-License-Identifier: BSL-1.0
//
// `with(manager…, body)`: Python's with statement as a function. Managers are entered from left to right and left from
// right to left; each is told what left the block inside it, and may swallow or replace it. An error that passes is the
// very object that was thrown.
#pragma once

#include <rondo/gen/step.hpp>
#include <rondo/with/manager.hpp>

#include <tuple>

namespace rondo::inline v0 {

namespace detail {

enum class body_takes { lvalues, rvalues, nothing, something_else };

/// How a body is called with what the managers gave. Later ways are not even looked at when an earlier one fits: asking
/// a generic lambda may instantiate it.
template <class Body, class... Values>
consteval body_takes taken_by() {
    if constexpr (std::is_invocable_v<Body&, Values&...>) {
        return body_takes::lvalues;
    } else if constexpr (std::is_invocable_v<Body&, Values&&...>) {
        return body_takes::rvalues;
    } else if constexpr (std::is_invocable_v<Body&>) {
        return body_takes::nothing;
    } else {
        return body_takes::something_else;
    }
}

template <class Body, class... Values>
decltype(auto) call_body(Body& body, Values&&... values) {
    constexpr body_takes takes = taken_by<Body, Values...>();
    if constexpr (takes == body_takes::lvalues) {
        return body(values...);
    } else if constexpr (takes == body_takes::rvalues) {
        return body(std::forward<Values>(values)...);
    } else {
        return body();
    }
}

/// Runs `inside`, which says whether it ran to its end, between enter and exit. Exit is called while the error is being
/// handled, so that `std::throw_with_nested` there keeps it as the cause. Returns: whether all ran to its end.
template <class Manager, class Inside>
bool run_inside(Manager& manager, Inside inside) {
    auto leave_after = [&](auto&&... value) {
        bool ended = false;
        try {
            ended = inside(std::forward<decltype(value)>(value)...);
        } catch (...) {
            if (!static_cast<bool>(manager.exit(std::current_exception()))) throw;
            return false;
        }
        static_cast<void>(manager.exit(nullptr));
        return ended;
    };
    if constexpr (std::is_void_v<entered_t<Manager>>) {
        manager.enter();
        return leave_after();
    } else {
        entered_t<Manager>&& value = manager.enter(); // outlives exit, as a bound name does
        return leave_after(static_cast<entered_t<Manager>&&>(value));
    }
}

template <class Body, class Values>
bool nest(Body& body, Values values) {
    std::apply(body, std::move(values));
    return true;
}

/// One level for each manager; `values` collects references to what the outer ones gave.
template <class Body, class Values, class First, class... Rest>
bool nest(Body& body, Values values, First& first, Rest&... rest) {
    return run_inside(first, [&](auto&&... value) {
        return nest(
            body,
            std::tuple_cat(std::move(values), std::forward_as_tuple(std::forward<decltype(value)>(value)...)),
            rest...);
    });
}

/// The types of the values that managers give, without the void ones, as a tuple of references.
template <class Manager>
struct given_by {
    using type = std::tuple<entered_t<Manager>&&>;
};
template <class Manager>
    requires std::is_void_v<entered_t<Manager>>
struct given_by<Manager> {
    using type = std::tuple<>;
};

template <class Body, class... Values>
consteval bool body_fits(std::type_identity<std::tuple<Values...>>) {
    return taken_by<Body, Values...>() != body_takes::something_else;
}
template <class Body, class... Values>
auto body_result(std::type_identity<std::tuple<Values...>>)
    -> std::type_identity<decltype(call_body(std::declval<Body&>(), std::declval<Values>()...))>;

template <class Body, class... Managers>
auto with_managers(Body& body, Managers&... managers) {
    using values =
        std::type_identity<decltype(std::tuple_cat(std::declval<typename given_by<Managers>::type>()...))>;
    static_assert(
        body_fits<Body>(values()),
        "with(manager..., body): body takes what the managers' enter() gives, in their order, or nothing");
    if constexpr (body_fits<Body>(values())) {
        using result = typename decltype(body_result<Body>(values()))::type;
        if constexpr (std::is_void_v<result>) {
            auto call = [&](auto&&... value) { call_body(body, std::forward<decltype(value)>(value)...); };
            return nest(call, std::tuple<>(), managers...);
        } else {
            std::optional<std::decay_t<result>> kept;
            auto call = [&](auto&&... value) {
                kept.emplace(call_body(body, std::forward<decltype(value)>(value)...));
            };
            if (!nest(call, std::tuple<>(), managers...)) kept.reset();
            return kept;
        }
    }
}

/// The awaited form: defined by async_with.hpp. Undefined: nothing here can be awaited.
template <class... All>
struct async_form;
template <class... All>
concept has_async_form = requires { sizeof(async_form<All...>); };
/// Indices: those of the caller's pack, so that this is looked at only when it is called.
template <class Indices, class... All, class Given>
auto run_async_form(Given&& all) {
    return async_form<All...>::run(std::forward<Given>(all));
}

template <class Body, class... Managers>
consteval bool is_coroutine_body() {
    if constexpr ((context_manager<Managers> && ...)) {
        using values = std::type_identity<decltype(std::tuple_cat(
            std::declval<typename given_by<Managers>::type>()...))>;
        if constexpr (body_fits<Body>(values()))
            return lazy<std::remove_reference_t<typename decltype(body_result<Body>(values()))::type>>;
    }
    return false;
}

} // namespace detail

/// Runs `body` inside `manager…`, and gives what it returns as `std::optional`, or `true` when it returns nothing.
/// The body takes the managers' values in their order (those of void left out), or no argument; `return` in it leaves
/// the block by the normal path. Managers may be lvalues, borrowed for the call, or rvalues.
/// Returns: empty, or false, when an error was swallowed: of the body, of an inner manager's enter or exit. A reference is
/// given as a copy: what it refers to may be gone with its manager.
/// Throws: what leaves the outermost manager: the body's own error, the same object, unless exit threw another; what
/// enter throws, after the managers to the left were left.
/// With a body that is a coroutine all of this is awaited: `co_await with(…)`, see async_with.
/// Source: PEP 343. Example: `with(managed_resource("database"), [](database& db) { db.query("…"); });`
template <class First, class Second, class... More>
auto with(First&& first, Second&& second, More&&... more) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto all = std::forward_as_tuple(std::forward<First>(first), std::forward<Second>(second),
                                         std::forward<More>(more)...);
        using all_types = std::tuple<First, Second, More...>;
        constexpr std::size_t last = sizeof...(More) + 1;
        constexpr bool managers =
            (context_manager<std::remove_reference_t<std::tuple_element_t<I, all_types>>> && ...);
        constexpr bool awaited =
            detail::is_coroutine_body<std::remove_reference_t<std::tuple_element_t<last, all_types>>,
                                      std::remove_reference_t<std::tuple_element_t<I, all_types>>...>();
        constexpr bool async = detail::has_async_form<First, Second, More...>;
        if constexpr (async && (awaited || !managers)) {
            return detail::run_async_form<std::index_sequence<I...>, First, Second, More...>(std::move(all));
        } else {
            static_assert(
                (detail::expect_manager<std::remove_reference_t<std::tuple_element_t<I, all_types>>>() &&
                 ...));
            static_assert(!awaited,
                          "with(manager..., body): body is a coroutine: include <rondo/with/async_with.hpp>");
            if constexpr (managers && !awaited)
                return detail::with_managers(std::get<last>(all), std::get<I>(all)...);
        }
    }(std::make_index_sequence<sizeof...(More) + 1>());
}

} // namespace rondo::inline v0
