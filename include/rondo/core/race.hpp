// SPDX-License-Identifier: BSL-1.0
//
// `race` and `when_any`: several at once, of which one counts. What has lost has really ended when the winner's result is
// given. Waits that need no task of their own (a receive, a sleep, a join handle) lose nothing: the loser never began.
#pragma once

#include <rondo/base/unraisable.hpp>
#include <rondo/core/detail/arms.hpp>

#include <array>
#include <tuple>
#include <vector>

namespace rondo::inline v0 {

/// Who won, and with what.
template <class V>
struct race_result {
    race_result(V first, std::size_t which) : first(std::move(first)), which(which) {}
    V first; ///< the result: a variant by position when the types differ; std::monostate for nothing
    std::size_t which; ///< the number of the argument, from 0
};

namespace detail {

/// One type when all give it, else a variant by position.
template <class First, class... Rest>
struct race_value {
    using type =
        std::conditional_t<(std::is_same_v<arm_value_t<First>, arm_value_t<Rest>> && ...), arm_value_t<First>,
                           std::variant<arm_value_t<First>, arm_value_t<Rest>...>>;
};
template <class... A>
using race_value_t = typename race_value<A...>::type;

template <class V, class Leaves, std::size_t... I>
V take_winner(Leaves& leaves, std::size_t which, std::index_sequence<I...>) {
    std::optional<V> won;
    const auto take = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        auto& leaf = std::get<N>(leaves);
        if constexpr (std::is_same_v<V, decltype(take_value(leaf))>)
            won.emplace(take_value(leaf));
        else
            won.emplace(std::in_place_index<N>, take_value(leaf));
    };
    static_cast<void>(((which == I ? (take(std::integral_constant<std::size_t, I>()), true) : false) || ...));
    return *std::move(won);
}

/// Runs the race among `entrants` until `accept(i)` takes a winner; who is not accepted is out. One that cannot even begin
/// to wait is asked about as well: `accept(i, error)`.
template <class Accept>
task<> run_race(task_group& group, entrant* entrants, std::size_t count, Accept accept) {
    std::exception_ptr error;
    try {
        for (bool decided = false; !decided;) {
            first_of next(entrants, count);
            std::size_t which = first_of::nobody;
            std::exception_ptr fault;
            try {
                which = co_await placed_leaf(next, group.made_at());
            } catch (...) {
                which = next.at_fault();
                if (which == first_of::nobody) throw;
                fault = std::current_exception();
            }
            decided = accept(which, std::move(fault));
            entrants[which].out = true;
        }
    } catch (...) {
        error = std::current_exception();
    }
    group.cancel();
    co_await task_group::rest_op{group};
    const bool ours = error && is_cancelled(error);
    if (error && !ours) {
        group.leave(nullptr);
        std::rethrow_exception(error);
    }
    group.leave(std::move(error));
}

/// Keeps the errors of arms that failed, until one succeeds or none is left.
struct failures {
    std::vector<std::exception_ptr> errors;
    std::size_t left;
    /// Returns: false while others may still succeed. Throws: exception_group when none is left.
    bool add_current() {
        errors.push_back(std::current_exception());
        if (--left == 0) throw exception_group("when_any: all have failed", std::move(errors));
        return false;
    }
};

template <bool NeedsSuccess, class... A>
task<race_result<race_value_t<A...>>> race_of(place at, A... arms) {
    using value = race_value_t<A...>;
    body& me = co_await this_body;
    task_group group(me, at);
    group.keep_errors_apart();
    std::optional<std::tuple<arm_leaf_t<A>...>> leaves;
    std::array<entrant, sizeof...(A)> entrants;
    std::optional<race_result<value>> won;
    failures failed{{}, sizeof...(A)};
    auto accept = [&](std::size_t which, std::exception_ptr fault) {
        try {
            if (fault) std::rethrow_exception(std::move(fault));
            won.emplace(take_winner<value>(*leaves, which, std::index_sequence_for<A...>()), which);
            return true;
        } catch (const cancelled&) {
            throw;
        } catch (...) {
            if constexpr (!NeedsSuccess) throw;
            return failed.add_current();
        }
    };
    std::optional<task<>> running;
    std::exception_ptr unmade;
    try {
        leaves.emplace(std::tuple<arm_leaf_t<A>...>{make_arm(group, arms)...});
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (entrants[I].enter(std::get<I>(*leaves)), ...);
        }(std::index_sequence_for<A...>());
        running.emplace(run_race(group, entrants.data(), entrants.size(), accept));
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    if (unmade) {
        co_await task_group::rest_op{group};
        leave_unmade(group, std::move(unmade));
    }
    co_await *std::move(running);
    co_return *std::move(won);
}

template <bool NeedsSuccess, class A>
task<race_result<arm_value_t<A>>> race_range(place at, std::vector<A> arms) {
    if (arms.empty()) throw value_error("race, when_any: nobody takes part");
    body& me = co_await this_body;
    task_group group(me, at);
    group.keep_errors_apart();
    std::vector<arm_leaf_t<A>> leaves;
    std::unique_ptr<entrant[]> entrants;
    std::optional<race_result<arm_value_t<A>>> won;
    failures failed{{}, arms.size()};
    auto accept = [&](std::size_t which, std::exception_ptr fault) {
        try {
            if (fault) std::rethrow_exception(std::move(fault));
            won.emplace(take_value(leaves[which]), which);
            return true;
        } catch (const cancelled&) {
            throw;
        } catch (...) {
            if constexpr (!NeedsSuccess) throw;
            return failed.add_current();
        }
    };
    std::optional<task<>> running;
    std::exception_ptr unmade;
    try {
        leaves.reserve(arms.size());
        for (A& one : arms) leaves.push_back(make_arm(group, one));
        entrants.reset(new entrant[arms.size()]);
        for (std::size_t i = 0; i != leaves.size(); ++i) entrants[i].enter(leaves[i]);
        running.emplace(run_race(group, entrants.get(), leaves.size(), accept));
    } catch (...) {
        unmade = std::current_exception();
        group.cancel();
    }
    if (unmade) {
        co_await task_group::rest_op{group};
        leave_unmade(group, std::move(unmade));
    }
    co_await *std::move(running);
    co_return *std::move(won);
}

template <bool NeedsSuccess, class... A>
struct race_face {
    static_assert(sizeof...(A) > 0, "nobody takes part: give race and when_any at least one arm");
    static_assert((expect_arm<A>() && ...));
    using type = task<race_result<race_value_t<A...>>>;
    static type make(place at, A... arms) { return race_of<NeedsSuccess, A...>(at, std::move(arms)...); }
};
template <bool NeedsSuccess, class A>
struct race_face<NeedsSuccess, std::vector<A>> {
    static_assert(expect_arm<A>());
    using type = task<race_result<arm_value_t<A>>>;
    static type make(place at, std::vector<A> arms) { return race_range<NeedsSuccess>(at, std::move(arms)); }
};

} // namespace detail

/// The first that ends, with a value or an error; the others are cancelled, and have ended. Tasks first run in the next
/// turn, in the order of the arguments; of two that end in one turn, the earlier wins.
/// Returns: a task that gives a race_result. Throws: the winner's error, the same object. Errors of losers go to the
/// unraisable hook. Cancel: all are cancelled. Example: `auto won = co_await race(a(), b());  auto& [first, which] = won;`
template <class... A>
class [[nodiscard("a task does nothing until it is awaited or spawned")]] race
    : public detail::race_face<false,
                               A...>::type { // a class, because a function cannot take a place after a pack
public:
    explicit race(A... arms, place at = place::current())
        : detail::race_face<false, A...>::type(detail::race_face<false, A...>::make(at, std::move(arms)...)) {
    }
};
template <class... A>
race(A...) -> race<A...>;
template <class... A>
race(race<A...>) -> race<race<A...>>; // one inside another, not a copy

/// The first that succeeds. Returns: a task that gives a race_result. Throws: exception_group, in the order of failure, when
/// all have failed. As race otherwise.
template <class... A>
class [[nodiscard("a task does nothing until it is awaited or spawned")]] when_any
    : public detail::race_face<true, A...>::type {
public:
    explicit when_any(A... arms, place at = place::current())
        : detail::race_face<true, A...>::type(detail::race_face<true, A...>::make(at, std::move(arms)...)) {}
};
template <class... A>
when_any(A...) -> when_any<A...>;
template <class... A>
when_any(when_any<A...>) -> when_any<when_any<A...>>;

} // namespace rondo::inline v0
