// SPDX-License-Identifier: BSL-1.0
//
// `generator<asks<Op…>>`: a generator of requests in which each `co_yield op` has the type of its own reply. The loop runs
// it (group.spawn, adopt); a test or a trampoline of one's own drives it by hand:
//
//     auto asked = g.next();      asked->visit(overloads) looks at the request that waits
//     asked = g.send(reply);      the reply must be that request's: its type is checked
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/adopt.hpp>

#include <string>

namespace rondo::inline v0 {

namespace detail {

template <class Op>
struct reply_to {
    static_assert(request<Op&&>,
                  "asks<Op...>: each Op is something awaitable, or a type for which perform(op), a function "
                  "in its namespace, gives something awaitable");
    using type = void;
};
template <class Op>
    requires request<Op&&>
struct reply_to<Op> {
    using result = request_result_t<Op&&>;
    using type = std::conditional_t<std::is_lvalue_reference_v<result>, result, std::remove_cvref_t<result>>;
};

template <class T, class... Kind>
inline constexpr std::size_t times_in = (std::size_t(std::same_as<T, Kind>) + ... + 0);
template <class T, class... Kind>
consteval std::size_t place_in() {
    std::size_t at = 0;
    static_cast<void>(((std::same_as<T, Kind> || (++at, false)) || ...));
    return at;
}

/// What the hand-driven send takes: by address, the generator moves it out.
struct sent_reply {
    std::size_t which = 0;
    void* address = nullptr;
};

template <class A>
std::string type_as_text() {
    return type_name_of(__PRETTY_FUNCTION__);
}
[[noreturn]] RONDO_API void throw_unanswered(const std::string& awaited);
[[noreturn]] RONDO_API void throw_wrong_reply(const std::string& awaited, const std::string& given);

template <class Asks, class One, class Held>
class ask_awaiter;

} // namespace detail

/// What an op gives to whoever awaits it: a T, a T&, or nothing.
template <class Op>
using reply_t = typename detail::reply_to<Op>::type;

/// The request that a `generator<asks<Op…>>` waits with: one of Op…, in its frame. The kinds of request are told apart by
/// type, so each Op is named once.
/// Lifetime: until the generator is resumed.
template <class... Op>
class asks {
    static_assert(sizeof...(Op) > 0 && ((detail::times_in<Op, Op...> == 1) && ...),
                  "asks<Op...>: at least one kind of request, and each named once");
    static_assert(((std::is_object_v<Op> && !std::is_const_v<Op>) && ...),
                  "asks<Op...>: each Op is an object type");

public:
    /// Which of Op… it is, from 0.
    std::size_t index() const noexcept { return which_; }
    /// The request if it is a `One`, else null.
    template <class One>
    One* get_if() const noexcept {
        static_assert(detail::times_in<One, Op...> == 1, "asks<Op...>::get_if<One>: One is none of Op...");
        return which_ == detail::place_in<One, Op...>() ? static_cast<One*>(request_) : nullptr;
    }
    /// Calls `f(request)` with the request as an lvalue. Returns: what f does, of one type for all.
    template <class F>
    decltype(auto) visit(F&& f) const {
        static_assert((std::is_invocable_v<F&, Op&> && ...), "asks<Op...>::visit(f): f takes each of Op...");
        return visit_from<0, Op...>(f);
    }

private:
    template <class Asks, class One, class Held>
    friend class detail::ask_awaiter;
    asks(std::size_t which, void* request) noexcept : which_(which), request_(request) {}

    template <std::size_t I, class First, class... Rest, class F>
    decltype(auto) visit_from(F& f) const {
        if constexpr (sizeof...(Rest) != 0) {
            using result = std::invoke_result_t<F&, First&>;
            static_assert(
                std::same_as<result, std::invoke_result_t<F&, std::tuple_element_t<0, std::tuple<Rest...>>&>>,
                "asks<Op...>::visit(f): f returns the same type for each of Op...");
            if (which_ != I) return visit_from<I + 1, Rest...>(f);
        }
        return f(*static_cast<First*>(request_));
    }

    std::size_t which_;
    void* request_;
};

namespace detail {

/// The awaiter of `co_yield op`. Held: `One&&`, an op that lives as long as the expression; `One`, a copy of an lvalue.
template <class Asks, class One, class Held>
class ask_awaiter {
    using reply = reply_t<One>;

public:
    template <class Given>
    ask_awaiter(yield_point<sent_reply>& node, std::size_t which, Given&& op)
        : node_(node), op_(static_cast<Given&&>(op)), asked_(which, std::addressof(op_)) {
        node.yield(std::addressof(asked_));
    }
    ask_awaiter(const ask_awaiter&) = delete;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    reply await_resume() {
        if (node_.injected) [[unlikely]]
            throw_injected(node_.injected);
        const auto* sent = static_cast<const sent_reply*>(std::exchange(node_.sent, nullptr));
        if constexpr (!std::is_void_v<reply>) {
            if (!sent || sent->which != asked_.index()) [[unlikely]]
                throw_unanswered(type_as_text<reply>());
            auto* given = static_cast<std::remove_reference_t<reply>*>(sent->address);
            if constexpr (std::is_reference_v<reply>)
                return *given;
            else
                return std::move(*given);
        }
    }

private:
    yield_point<sent_reply>& node_;
    Held op_;
    Asks asked_;
};

template <class... Op>
struct yield_operators<asks<Op...>, sent_reply> : yields<sent_reply> {
    using yields<sent_reply>::yields;
    template <class Given>
        requires(!is_delegation<std::remove_cvref_t<Given>>)
    auto yield_value(Given&& op) {
        using one = std::remove_cvref_t<Given>;
        constexpr bool known = times_in<one, Op...> == 1;
        constexpr bool given_away = !std::is_lvalue_reference_v<Given>;
        static_assert(known,
                      "co_yield op: this is none of the requests that the generator<asks<Op...>> names");
        static_assert(!known || given_away || std::copy_constructible<one>,
                      "co_yield op: this request cannot be copied: co_yield std::move(op)");
        if constexpr (known && given_away) {
            return ask_awaiter<asks<Op...>, one, one&&>(*this, place_in<one, Op...>(),
                                                        static_cast<one&&>(op));
        } else if constexpr (known && std::copy_constructible<one>) {
            return ask_awaiter<asks<Op...>, one, one>(*this, place_in<one, Op...>(), op);
        } else {
            return std::suspend_never();
        }
    }
};

template <class... Op>
struct kinds<asks<Op...>> {
    static constexpr std::size_t count = sizeof...(Op);
    template <std::size_t I>
    using at = std::tuple_element_t<I, std::tuple<Op...>>&&;
    static std::size_t which(const asks<Op...>& asked) noexcept { return asked.index(); }
    template <std::size_t I>
    static at<I> get(const asks<Op...>& asked) noexcept {
        return std::move(*asked.template get_if<std::remove_reference_t<at<I>>>());
    }
};

/// Whether a V may be sent for a reply of type R: itself, or what converts to it without losing a part of it.
template <class V, class R>
consteval bool answers() {
    using given = std::remove_cvref_t<V>;
    using wanted = std::remove_cvref_t<R>;
    if constexpr (std::is_void_v<R>) {
        return false;
    } else if constexpr (std::is_reference_v<R>) {
        return std::is_lvalue_reference_v<V> &&
               std::is_convertible_v<std::remove_reference_t<V>*, std::remove_reference_t<R>*>;
    } else if constexpr (std::is_arithmetic_v<given> && std::is_arithmetic_v<wanted>) {
        return std::same_as<given, wanted> ||
               (!std::same_as<given, bool> && !std::same_as<wanted, bool> &&
                (std::is_integral_v<given> || std::is_floating_point_v<wanted>));
    } else {
        return std::is_convertible_v<V, R>;
    }
}

} // namespace detail

/// A generator that yields requests of the kinds `Op…`, each `co_yield op` with the type of its own reply: an int for a
/// `channel<int>::receive_op`, nothing for a `sleep_op`; no optional, no variant. As any generator otherwise: it may
/// delegate to one of the same kinds by `co_yield from(g)`, and return a `Return`. An op is given as an rvalue; an lvalue is
/// copied. Example: `generator<asks<receive_op, sleep_op>> f(…) { int n = co_yield receive();  co_yield sleep(10ms); }`
template <class... Op, class Return>
class [[nodiscard(
    "a generator does nothing until it is asked for a value")]] generator<asks<Op...>, void, Return>
    : public generator<asks<Op...>, detail::sent_reply, Return> {
    using base = generator<asks<Op...>, detail::sent_reply, Return>;

public:
    using typename base::step_type;
    /// The reply to the request of number I; for the loop.
    template <std::size_t I>
    using reply_of = reply_t<std::tuple_element_t<I, std::tuple<Op...>>>;

    generator() = default;
    generator(base body) noexcept(std::is_nothrow_move_constructible_v<base>) : base(std::move(body)) {}

    /// Starts it, or goes on from a request that gives nothing. Returns: the next request; empty when the body has ended.
    /// Throws: as any generator's next; type_error when the request waits for a reply: the generator is untouched.
    step_type next() {
        if (const asks<Op...>* asked = pending()) expect_nothing(*asked, std::index_sequence_for<Op...>());
        return base::next();
    }
    /// Gives `reply` to the request that waits. Returns: as next. Throws: as any generator's send; type_error when the
    /// request takes a reply of another type, or none: the generator is untouched. Numbers convert unless a fraction would
    /// be lost. For a reply that is a reference: an lvalue, which is referred to.
    template <class V>
    step_type send(V&& reply) {
        const asks<Op...>* asked = pending();
        if (!asked) return base::send(detail::sent_reply()); // closed, running, or just started
        return answer<0, Op...>(asked->index(), static_cast<V&&>(reply));
    }

private:
    const asks<Op...>* pending() const noexcept {
        if (this->state() != gen_state::suspended || this->node_->root != this->node_) return nullptr;
        return static_cast<const asks<Op...>*>(this->node_->given());
    }
    template <std::size_t... I>
    static void expect_nothing(const asks<Op...>& asked, std::index_sequence<I...>) {
        static_cast<void>(((asked.index() == I && (expect_none<Op>(), true)) || ...));
    }
    template <class One>
    static void expect_none() {
        if constexpr (!std::is_void_v<reply_t<One>>)
            detail::throw_unanswered(detail::type_as_text<reply_t<One>>());
    }
    template <std::size_t I, class One, class... Rest, class V>
    step_type answer(std::size_t which, V&& reply) {
        if constexpr (sizeof...(Rest) != 0)
            if (which != I) return answer<I + 1, Rest...>(which, static_cast<V&&>(reply));
        using wanted = reply_t<One>;
        if constexpr (!detail::answers<V&&, wanted>()) {
            detail::throw_wrong_reply(detail::type_as_text<wanted>(),
                                      detail::type_as_text<std::remove_cvref_t<V>>());
        } else if constexpr (std::is_reference_v<wanted>) {
            wanted lent = reply;
            return send_at(I, const_cast<std::remove_cvref_t<wanted>*>(std::addressof(lent)));
        } else {
            wanted converted = static_cast<wanted>(static_cast<V&&>(reply));
            return send_at(I, std::addressof(converted));
        }
    }
    step_type send_at(std::size_t which, void* address) {
        return base::send(detail::sent_reply{which, address});
    }
};

} // namespace rondo::inline v0
