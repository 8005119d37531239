// SPDX-License-Identifier: BSL-1.0
//
// `select`: of several waits exactly one happens, and its handler gets what it gave; the others are as if they had never
// begun. No tasks are made, and nothing is allocated.
//
// The order of arms is the order of the arguments. If any arm is ready, the first that is wins; nobody waits then. If
// none is, all wait, and the first to be completed wins; an arm that is completed cannot be overtaken any more.
#pragma once

#include <rondo/core/when_done.hpp> // the arms of a race

#include <array>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

template <class Op, class Handler>
struct select_arm {
    select_arm(Op&& o, Handler&& h) : op(std::move(o)), handler(std::move(h)) {}
    Op op;
    Handler handler;
};
template <class Handler>
struct select_default {
    explicit select_default(Handler&& h) : handler(std::move(h)) {}
    Handler handler;
};

template <class Arm>
struct select_traits {
    static_assert(unsupported<Arm>,
                  "select(...): each argument is on(wait, handler); the last may be otherwise(handler)");
    static constexpr bool is_default = false;
    using result = void;
};
template <class Op, class Handler>
struct select_traits<select_arm<Op, Handler>> {
    static constexpr bool is_default = false;
    static decltype(auto) run(select_arm<Op, Handler>& arm) {
        if constexpr (std::is_void_v<decltype(arm.op.take())>) {
            arm.op.take();
            return arm.handler();
        } else {
            return arm.handler(arm.op.take());
        }
    }
    using result = decltype(run(std::declval<select_arm<Op, Handler>&>()));
};
template <class Handler>
struct select_traits<select_default<Handler>> {
    static constexpr bool is_default = true;
    static decltype(auto) run(select_default<Handler>& arm) { return arm.handler(); }
    using result = std::invoke_result_t<Handler&>;
};

template <class... Arm>
inline constexpr std::size_t defaults_in = (std::size_t(select_traits<Arm>::is_default) + ... + 0);

template <class First, class... Rest>
struct select_result {
    using type = typename select_traits<First>::result;
    static constexpr bool same = (std::is_same_v<type, typename select_traits<Rest>::result> && ...);
};

template <class... Arm>
class [[nodiscard("select does nothing until it is awaited")]] select_op {
    static constexpr std::size_t count = sizeof...(Arm);
    static constexpr bool has_default = defaults_in<Arm...> != 0;
    static constexpr std::size_t waits = count - (has_default ? 1 : 0);
    static_assert(defaults_in<Arm...> <= 1 &&
                      (!has_default ||
                       select_traits<std::tuple_element_t<count - 1, std::tuple<Arm...>>>::is_default),
                  "select(...): otherwise(handler) stands once, and last");
    static_assert(select_result<Arm...>::same, "select(...): all handlers return the same type");
    using result = typename select_result<Arm...>::type;

public:
    explicit select_op(Arm&&... arms) : arms_(std::move(arms)...) {}
    select_op(select_op&& other) : arms_(std::move(other.arms_)) {}

    bool ready() {
        enter(std::make_index_sequence<waits>());
        std::destroy_at(&first_); // it may have been in a race before, and lost
        std::construct_at(&first_, entrants_.data(), waits);
        const bool decided = first_.ready();
        by_default_ = has_default && !decided;
        return decided || by_default_;
    }
    void start(waiter& who) { first_.start(who); }
    bool abort(waiter& who) noexcept { return first_.abort(who); }
    result take() { return run<0>(by_default_ ? waits : first_.take()); }
    void describe(std::string& out) const { first_.describe(out); }

private:
    template <std::size_t... I>
    void enter(std::index_sequence<I...>) noexcept {
        (entrants_[I].enter(std::get<I>(arms_).op), ...);
    }
    template <std::size_t I>
    result run(std::size_t which) {
        if constexpr (I + 1 < count)
            if (which != I) return run<I + 1>(which);
        return select_traits<std::tuple_element_t<I, std::tuple<Arm...>>>::run(std::get<I>(arms_));
    }

    std::tuple<Arm...> arms_;
    std::array<entrant, waits> entrants_;
    first_of first_{entrants_.data(), waits};
    bool by_default_ = false;
};

} // namespace detail

/// An arm of select(): when `wait` is what happens, `handler(result)` is called, `handler()` when it gives nothing, in the
/// task that selects. `wait` is what a verb such as receive() returns; a task is none, as it would go on half-done.
template <class Op, class Handler>
auto on(Op wait, Handler handler) {
    static_assert(leaf_awaitable<Op>,
                  "on(wait, handler): wait is what a verb such as receive(), sleep() or acquire() returns; "
                  "a task cannot be taken back once it has begun: spawn it, and pass its handle");
    if constexpr (leaf_awaitable<Op>) {
        using given = decltype(wait.take());
        if constexpr (std::is_void_v<given>)
            static_assert(std::is_invocable_v<Handler&>,
                          "on(wait, handler): this wait gives nothing: handler takes nothing");
        else
            static_assert(std::is_invocable_v<Handler&, given>,
                          "on(wait, handler): handler takes what the wait gives");
        return detail::select_arm<Op, Handler>(std::move(wait), std::move(handler));
    }
}

/// The last arm of a select() that does not wait: `handler()` is called when no other arm is ready.
template <class Handler>
auto otherwise(Handler handler) {
    static_assert(std::is_invocable_v<Handler&>, "otherwise(handler): handler takes nothing");
    return detail::select_default<Handler>(std::move(handler));
}

/// Waits until one of the arms happens; see above for which. Returns: what its handler does, of one type for all.
/// Suspends: unless an arm is ready, or there is an otherwise(); a checkpoint. Throws: what the winner throws, and what its
/// handler throws. Cancel: nothing has happened; or one has been completed already, and its handler is called.
/// Example: `co_await select(on(inbox.receive(), [&](message m) { … }), on(sleep(1s), [&] { … }));`
template <class... Arm>
    requires(sizeof...(Arm) > detail::defaults_in<Arm...>)
auto select(Arm... arms) {
    return detail::select_op<Arm...>(std::move(arms)...);
}

} // namespace rondo::inline v0
