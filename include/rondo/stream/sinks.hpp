// SPDX-License-Identifier: BSL-1.0
//
// Where a stream ends: `for_each` calls a function with each item, `to` collects them, `send_all` hands them to a channel. A
// source that is given away is closed when the sink ends, however it does.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/stream/stream.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

template <class S, class F>
task<std::size_t> stream_for_each(S source, F f) {
    std::size_t count = 0;
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            ++count;
            if constexpr (awaitable<std::invoke_result_t<F&, stream_item_t<S>>>) {
                auto pending = f(static_cast<stream_item_t<S>>(*step));
                static_cast<void>(co_await std::move(pending));
            } else {
                static_cast<void>(f(static_cast<stream_item_t<S>>(*step)));
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
    co_return count;
}

template <class Container, class S>
task<Container> stream_to(S source) {
    Container all;
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next())
            all.insert(all.end(), static_cast<stream_item_t<S>>(*step));
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
    co_return std::move(all);
}

template <class Channel, class S>
task<std::size_t> stream_send_all(Channel to, S source) {
    std::size_t count = 0;
    std::exception_ptr error;
    try {
        while (auto step = co_await source.next()) {
            co_await to.send(static_cast<stream_item_t<S>>(*step));
            ++count;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
    co_return count;
}

} // namespace detail

/// Calls `f` with each item; when f is a coroutine it is awaited before the next item is asked for. Gives: how many there were.
/// Throws: what the source throws, what f does: the source is closed then. Lifetime: an lvalue source is borrowed and left open.
/// Example: `co_await for_each(lines | filter(contains("ERROR")), report);`
template <stream S, class F>
task<std::size_t> for_each(S&& source, F f) {
    static_assert(std::is_invocable_v<F&, stream_item_t<S>>,
                  "for_each(stream, f): f cannot be called with an item of the stream");
    return detail::stream_for_each<S, F>(static_cast<S&&>(source), std::move(f));
}

/// Awaits all items of a stream, in a container: `co_await to<std::vector>(inbox)`; as `to` over an async generator.
template <class Container, stream S>
    requires(!detail::is_async_generator<std::remove_cvref_t<S>>)
task<Container> to(S&& source) {
    return detail::stream_to<Container, S>(static_cast<S&&>(source));
}
template <template <class...> class Container, stream S>
    requires(!detail::is_async_generator<std::remove_cvref_t<S>>)
auto to(S&& source) {
    return detail::stream_to<Container<stream_value_t<S>>, S>(static_cast<S&&>(source));
}

/// Sends each item to a channel, which is lent, or to a sender, which may be given: then it is closed at the end. Gives: how many
/// were sent. The source is asked for the next item when the one before has found its place: the channel's room is its pace.
/// Throws: what the source throws; channel_closed when nobody receives any more: the source is closed then.
/// Cancel: the item under way is lost. Example: `group.spawn([&]() -> task<> { co_await send_all(line, numbers()); });`
template <class Channel, stream S>
task<std::size_t> send_all(Channel&& to, S&& source) {
    static_assert(
        requires(stream_item_t<S> item) { to.send(static_cast<stream_item_t<S>>(item)); },
        "send_all(to, stream): `to` has no send() that takes an item of the stream");
    return detail::stream_send_all<Channel, S>(static_cast<Channel&&>(to), static_cast<S&&>(source));
}

} // namespace rondo::inline v0
