// SPDX-License-Identifier: BSL-1.0
//
// `map`, `filter`, `take`, `enumerate`, `scan` over streams: the stages of gen/iter, written the same way, for a source that is
// awaited. One item is under way at a time. A function may be a coroutine: it is awaited before the next item is asked for.
#pragma once

#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/islice.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/iter/zip.hpp>
#include <rondo/stream/stream.hpp>

#include <cstddef>
#include <utility>

namespace rondo::inline v0 {

struct scan_tag {};

namespace detail {

template <class R>
struct settled {
    using type = R;
};
template <awaitable R>
struct settled<R> {
    using type = await_result_t<R>;
};
/// What calling `F` gives in the end.
template <class F, class... Args>
using settled_t = typename settled<std::invoke_result_t<F&, Args...>>::type;
/// Whether it gives an R, at once or in the end.
template <class R, class F, class... Args>
concept gives = std::invocable<F&, Args...> && std::convertible_to<settled_t<F, Args...>, R>;
/// A value that was made for this item is given away; a reference is passed on.
template <class R>
using made_t =
    std::conditional_t<std::is_reference_v<R>, typename stream_yield<R>::type, std::remove_cv_t<R>&&>;

template <class S, class F>
async_generator<made_t<settled_t<F, stream_item_t<S>>>> stream_map(S source, F f) {
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            using called = std::invoke_result_t<F&, stream_item_t<S>>;
            if constexpr (awaitable<called>) {
                called pending = f(static_cast<stream_item_t<S>>(*step));
                settled_t<F, stream_item_t<S>> value = co_await std::move(pending);
                co_yield static_cast<decltype(value)&&>(value);
            } else {
                called value = f(static_cast<stream_item_t<S>>(*step));
                co_yield static_cast<called&&>(value);
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class S, class F>
stream_of_t<S> stream_filter(S source, F predicate, bool wanted) {
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            auto&& shown = *step;
            bool passes = false;
            if constexpr (awaitable<std::invoke_result_t<F&, decltype(shown)>>) {
                auto pending = predicate(shown);
                passes = static_cast<bool>(co_await std::move(pending));
            } else {
                passes = static_cast<bool>(predicate(shown));
            }
            if (passes == wanted) co_yield static_cast<stream_item_t<S>>(shown);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class S, class Bounds>
stream_of_t<S> stream_slice(S source, Bounds bounds) {
    std::exception_ptr error;
    try {
        auto wanted = bounds.start;
        for (decltype(wanted) at = 0; at < bounds.stop && wanted < bounds.stop; ++at) {
            auto step = co_await source.next();
            if (!step) break;
            if (at != wanted) continue;
            co_yield static_cast<stream_item_t<S>>(*step);
            if (bounds.stop - wanted <= bounds.step) break;
            wanted += bounds.step;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class S, class Count>
async_generator<std::pair<Count, stream_value_t<S>>&&> stream_enumerate(S source, Count n) {
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            std::pair<Count, stream_value_t<S>> numbered(n, static_cast<stream_item_t<S>>(*step));
            ++n;
            co_yield std::move(numbered);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

template <class S, class F, class State>
async_generator<State> stream_scan(S source, F f, State state) {
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            if constexpr (awaitable<std::invoke_result_t<F&, State, stream_item_t<S>>>) {
                auto pending = f(std::move(state), static_cast<stream_item_t<S>>(*step));
                state = co_await std::move(pending);
            } else {
                state = f(std::move(state), static_cast<stream_item_t<S>>(*step));
            }
            co_yield state;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

} // namespace detail

/// `source | map(f)`: f of each item; when f gives something awaitable, what that gives.
/// Cancel: nothing is lost that f had not been called with. Lifetime: an lvalue source is borrowed and left open, an rvalue
/// kept, and closed when the stage ends, fails or is closed. Cost: one frame, as every stage.
template <stream S, class F>
auto adapt(map_tag, S&& source, F f) {
    static_assert(std::is_invocable_v<F&, stream_item_t<S>>,
                  "stream | map(f): f cannot be called with an item of the stream");
    static_assert(!std::is_void_v<detail::settled_t<F, stream_item_t<S>>>,
                  "stream | map(f): f gives nothing; for its effects alone write a loop");
    return detail::stream_map<S, F>(static_cast<S&&>(source), std::move(f));
}
/// The items of which the predicate, which may be a coroutine, is true.
template <stream S, class F>
auto adapt(filter_tag, S&& source, F predicate) {
    return detail::stream_filter<S, F>(static_cast<S&&>(source), std::move(predicate), true);
}
template <stream S, class F>
auto adapt(filterfalse_tag, S&& source, F predicate) {
    return detail::stream_filter<S, F>(static_cast<S&&>(source), std::move(predicate), false);
}
/// `take(n)`, `drop(n)`, `islice(start, stop, step)`. The source is asked for no item more than is needed, and closed after
/// the last, when that has been used.
template <stream S, class Bounds>
auto adapt(islice_tag, S&& source, Bounds bounds) {
    return detail::stream_slice<S, Bounds>(static_cast<S&&>(source), bounds);
}
/// Pairs of a number and an item, counting from `start`.
template <stream S, std::integral Start>
auto adapt(enumerate_tag, S&& source, Start start) {
    using count = std::common_type_t<std::ptrdiff_t, Start>;
    return detail::stream_enumerate<S, count>(static_cast<S&&>(source), static_cast<count>(start));
}
template <stream S, class F, class State>
auto adapt(scan_tag, S&& source, F f, State state) {
    static_assert(detail::gives<State, F&, State, stream_item_t<S>>,
                  "stream | scan(f, state): f takes the state and an item, and gives the next state");
    return detail::stream_scan<S, F, State>(static_cast<S&&>(source), std::move(f), std::move(state));
}

/// `source | scan(f, state)`: after each item the state, f(state, item). The first state is not given itself.
/// Example: `prices | scan([](int most, int price) { return std::max(most, price); }, 0)`
template <class F, class State>
auto scan(F f, State state) {
    return closure<scan_tag, F, State>(scan_tag{}, std::move(f), std::move(state));
}

} // namespace rondo::inline v0
