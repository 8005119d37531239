// SPDX-License-Identifier: BSL-1.0
//
// A stream is a sequence of awaited values: anything whose `next()` is awaited and gives an item or the end. Every stage gives
// an `async_generator`; what it takes may be that, a channel, a receiver, or a type of the user's.
//
//     channel ──next()──► filter ──next()──► map ──next()──► consumer       the consumer asks; nobody runs ahead
//                                                 close() ──────────►       early exit goes up, from stage to stage
#pragma once

#include <rondo/core/anext.hpp>
#include <rondo/core/async_generator.hpp>
#include <rondo/core/task.hpp>

#include <concepts>
#include <optional>
#include <type_traits>

namespace rondo::inline v0 {

namespace detail {

template <class S>
concept asked_and_awaited = requires(std::remove_reference_t<S>& s) {
    { s.next() } -> awaitable;
};
template <class Step>
concept item_or_end = requires(Step& step) {
    static_cast<bool>(step);
    *step;
};
template <class S>
using stream_step_t = await_result_t<decltype(std::declval<std::remove_reference_t<S>&>().next())>;

template <class Step>
struct stream_item {
    using type = decltype(*std::declval<Step&>());
};
template <class T>
struct stream_item<std::optional<T>> { // nobody else keeps it
    using type = T&&;
};
template <class Ref>
struct stream_yield {
    using type = Ref;
};
template <class T>
struct stream_yield<const T&> { // what async_generator<T> gives
    using type = T;
};

} // namespace detail

/// Something whose `next()` is awaited and gives an item (a step, a pointer, a std::optional) or the end. When it has an
/// awaitable `close()`, that is awaited by the stage that owns it, once it is not needed any more.
template <class S>
concept stream = detail::asked_and_awaited<S> && detail::item_or_end<detail::stream_step_t<S>>;

/// How an item of the stream is passed: `const T&`, `T&`, or `T&&` when nobody else keeps it.
template <class S>
using stream_item_t = typename detail::stream_item<detail::stream_step_t<S>>::type;
/// An item once it is kept.
template <class S>
using stream_value_t = std::remove_cvref_t<stream_item_t<S>>;
/// The generator that passes the stream's items on.
template <class S>
using stream_of_t = async_generator<typename detail::stream_yield<stream_item_t<S>>::type>;

namespace detail {

/// Whether it has a close that is awaited.
template <class S>
concept closed_and_awaited = requires(std::remove_reference_t<S>& source) {
    { source.close() } -> awaitable;
};

/// Closes a source that is owned; one that is borrowed (S is a reference) is left as it stands.
template <class S>
task<> close_source(std::exception_ptr& error, std::remove_reference_t<S>& source) {
    if constexpr (!std::is_reference_v<S> && closed_and_awaited<S>) {
        try {
            static_cast<void>(co_await source.close());
        } catch (...) {
            error = std::current_exception();
        }
    }
    co_return;
}

/// The end of every stage: closes what it owns, in the order given, and throws `error`, or what a close threw instead.
template <class... Sources>
task<> finish(std::exception_ptr error, std::remove_reference_t<Sources>&... sources) {
    (co_await close_source<Sources>(error, sources), ...);
    if (error) std::rethrow_exception(std::move(error));
}

} // namespace detail
} // namespace rondo::inline v0
