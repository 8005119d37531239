// SPDX-License-Identifier: BSL-1.0
//
// `co_await async_with(manager…, body)`: the with statement of tasks. Managers may wait on the way in and out, and so may the
// body; plain managers and plain bodies take part as they are. `co_await with(…)` is the same, once one of them waits.
//
// Cancellation is seen by what waits: when the body was cancelled, exit is called with `cancelled`, and whatever it awaits
// throws that again. Clean-up that must wait does so in a shield, with a limit of its own.
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/with/with.hpp>

namespace rondo::inline v0 {

namespace detail {

/// A result that is awaited: one that is handed out by value. What is given by reference is a value like any other.
template <class T>
concept awaited_result = !std::is_void_v<T> && !std::is_reference_v<T> && awaitable<T>;

template <class T>
struct after_await {
    using type = T;
};
template <awaited_result T>
struct after_await<T> {
    using type = await_result_t<T>;
};

template <class M>
using exited_t = decltype(std::declval<M&>().exit(std::declval<std::exception_ptr&>()));
template <class T>
concept says_whether_swallowed = std::is_void_v<T> || requires(T answer) { static_cast<bool>(answer); };

} // namespace detail

/// A manager whose enter, or exit, may be awaited: `task<T> enter()`, `task<bool> exit(std::exception_ptr)`; a waiting exit
/// may also give nothing: then it never swallows. Plain managers are async ones, too.
template <class M>
concept async_context_manager =
    requires(M& manager, std::exception_ptr error) {
        manager.enter();
        manager.exit(error);
    } && (context_manager<M> ||
          (detail::awaited_result<entered_t<M>> &&
           requires(detail::exited_t<M> answer) { static_cast<bool>(answer); }) ||
          (detail::awaited_result<detail::exited_t<M>> &&
           detail::says_whether_swallowed<typename detail::after_await<detail::exited_t<M>>::type>));

/// What entering `M` gives when it is awaited.
template <class M>
using async_entered_t = typename detail::after_await<entered_t<M>>::type;

namespace detail {

template <class M>
consteval bool expect_async_manager() {
    static_assert(async_context_manager<M>,
                  "not a context manager, not even an async one: one has enter(), and "
                  "exit(std::exception_ptr) that returns "
                  "bool (true swallows); either may return something awaitable instead");
    return async_context_manager<M>;
}

/// What enter gave, until the block is left.
template <class T>
class bound_value {
public:
    using references = std::tuple<T&&>;
    template <class U>
    void set(U&& value) {
        value_.emplace(static_cast<U&&>(value));
    }
    references get() noexcept { return references(*std::move(value_)); }

private:
    std::optional<T> value_;
};
template <class T>
    requires std::is_reference_v<T>
class bound_value<T> {
public:
    using references = std::tuple<T&&>;
    void set(T&& value) noexcept { value_ = std::addressof(value); }
    references get() noexcept { return references(static_cast<T&&>(*value_)); }

private:
    std::remove_reference_t<T>* value_ = nullptr;
};
template <>
class bound_value<void> {
public:
    using references = std::tuple<>;
    references get() const noexcept { return {}; }
};

/// Calls the body; awaits what it gives.
template <class Body, class Kept, class Values>
task<bool> async_nest(Body& body, Kept& kept, Values values) {
    auto call = [&](auto&&... value) -> decltype(auto) {
        return call_body(body, std::forward<decltype(value)>(value)...);
    };
    using result = decltype(std::apply(call, std::move(values)));
    if constexpr (awaited_result<result>) {
        auto inner = std::apply(call, std::move(values));
        if constexpr (std::is_void_v<await_result_t<result>>)
            co_await std::move(inner);
        else
            kept.emplace(co_await std::move(inner));
    } else if constexpr (std::is_void_v<result>) {
        std::apply(call, std::move(values));
    } else {
        kept.emplace(std::apply(call, std::move(values)));
    }
    co_return true;
}

/// One level for each manager. Returns: whether all ran to its end.
template <class Body, class Kept, class Values, class First, class... Rest>
task<bool> async_nest(Body& body, Kept& kept, Values values, First& first, Rest&... rest) {
    using raw = entered_t<First>;
    using entered = async_entered_t<First>;
    constexpr bool exit_waits = awaited_result<exited_t<First>>;
    bound_value<entered> value;
    if constexpr (std::is_void_v<entered>) {
        if constexpr (awaited_result<raw>)
            co_await first.enter();
        else
            first.enter();
    } else if constexpr (awaited_result<raw>) {
        value.set(co_await first.enter());
    } else {
        value.set(first.enter());
    }

    bool ended = false;
    std::exception_ptr error;
    try {
        auto inner = async_nest(body, kept, std::tuple_cat(std::move(values), value.get()), rest...);
        ended = co_await std::move(inner);
    } catch (...) {
        error = std::current_exception();
        if constexpr (!exit_waits) { // while the error is being handled, as in with
            if (!static_cast<bool>(first.exit(error))) throw;
        }
    }
    if constexpr (!exit_waits) {
        if (!error) static_cast<void>(first.exit(nullptr));
    } else {
        bool swallowed = false;
        if constexpr (std::is_void_v<typename after_await<exited_t<First>>::type>) {
            co_await first.exit(error);
        } else {
            swallowed = static_cast<bool>(co_await first.exit(error));
        }
        if (error && !swallowed) std::rethrow_exception(std::move(error));
    }
    co_return ended;
}

template <class Body, class... Managers>
using async_values_t = decltype(std::tuple_cat(
    std::declval<typename bound_value<async_entered_t<std::remove_reference_t<Managers>>>::references>()...));
template <class Body, class Values>
using async_body_result_t =
    typename after_await<typename decltype(body_result<Body>(std::type_identity<Values>()))::type>::type;

/// Keeps body and managers, those that were given away, until all is left.
template <class Result, class Body, class... Managers>
task<optional_result_t<Result>> run_async_with(Body body, Managers... managers) {
    optional_result_t<Result> kept{};
    auto all = async_nest(body, kept, std::tuple<>(), managers...);
    const bool ended = co_await std::move(all);
    if constexpr (std::is_void_v<Result>) {
        co_return ended;
    } else {
        if (!ended) kept.reset();
        co_return std::move(kept);
    }
}

template <class... All>
struct async_form {
    using types = std::tuple<All...>;
    using body = std::decay_t<std::tuple_element_t<sizeof...(All) - 1, types>>;

    template <class Given>
    static auto run(Given&& given) {
        return run(std::move(given), std::make_index_sequence<sizeof...(All) - 1>());
    }

private:
    template <class Given, std::size_t... I>
    static auto run(Given&& given, std::index_sequence<I...>) {
        constexpr bool managers =
            (expect_async_manager<std::remove_reference_t<std::tuple_element_t<I, types>>>() && ...);
        if constexpr (managers) {
            using values = async_values_t<body, std::tuple_element_t<I, types>...>;
            static_assert(body_fits<body>(std::type_identity<values>()),
                          "async_with(manager..., body): body takes what the managers' enter() gives, in "
                          "their order, or "
                          "nothing");
            if constexpr (body_fits<body>(std::type_identity<values>())) {
                using result = async_body_result_t<body, values>;
                return run_async_with<std::conditional_t<std::is_void_v<result>, void, std::decay_t<result>>,
                                      body, std::tuple_element_t<I, types>...>(
                    std::get<sizeof...(All) - 1>(std::move(given)), std::get<I>(std::move(given))...);
            }
        }
    }
};

} // namespace detail

/// Runs `body` inside `manager…`, as `with` does, and awaits whatever of them waits: enter, body, exit. An error that passes
/// is the same object. Gives what body gives, as `std::optional`, or `true` for nothing; empty, or false, when an error was
/// swallowed. A task: nothing happens until it is awaited; body and managers that are rvalues are kept by it, lvalue managers
/// are lent.
/// Suspends: as they do; in itself it is no checkpoint. Throws: as with. Cancel: exit is told `cancelled`, and waits in it
/// throw that again unless they are shielded.
/// Source: PEP 492. Example: `co_await async_with(connect(host), [](connection& c) -> task<> { co_await c.ping(); });`
template <class First, class Second, class... More>
auto async_with(First&& first, Second&& second, More&&... more) {
    return detail::async_form<First, Second, More...>::run(std::forward_as_tuple(
        std::forward<First>(first), std::forward<Second>(second), std::forward<More>(more)...));
}

} // namespace rondo::inline v0
