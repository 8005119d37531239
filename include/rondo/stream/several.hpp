// SPDX-License-Identifier: BSL-1.0
//
// Several streams asked by one consumer: `chain`, one after another; `zip`, one item of each; `flatten`, a stream of streams.
// No tasks: a source waits only while it is asked. Sources that are to wait at the same time are for `merge`.
#pragma once

#include <rondo/gen/iter/chain.hpp>
#include <rondo/gen/iter/recipes.hpp>
#include <rondo/gen/iter/zip.hpp>
#include <rondo/stream/stream.hpp>

#include <exception>
#include <optional>
#include <tuple>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

template <class First, class... Rest>
async_generator<stream_value_t<First>&&> stream_chain(First first, Rest... rest) {
    std::exception_ptr error;
    try {
        while (auto step = co_await first.next()) {
            stream_value_t<First> value(static_cast<stream_item_t<First>>(*step));
            co_yield std::move(value);
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (error) co_await finish<First, Rest...>(std::move(error), first, rest...);
    co_await close_source<First>(error, first);
    if (error) co_await finish<Rest...>(std::move(error), rest...);
    if constexpr (sizeof...(Rest) > 0) { // from here on they are closed by it
        auto others = stream_chain<Rest...>(static_cast<Rest&&>(rest)...);
        co_yield from(std::move(others));
    }
}

/// One item of each, in order: what the next one does may change what the one before has shown, so that it is kept.
template <std::size_t At, class Row, class First, class... Rest>
task<bool> zip_row(Row& row, std::remove_reference_t<First>& first, std::remove_reference_t<Rest>&... rest) {
    auto step = co_await first.next();
    if (!step) co_return false;
    std::get<At>(row).emplace(static_cast<stream_item_t<First>>(*step));
    if constexpr (sizeof...(Rest) > 0) {
        const bool whole = co_await zip_row<At + 1, Row, Rest...>(row, rest...);
        co_return whole;
    }
    co_return true;
}

template <class... S>
async_generator<std::tuple<stream_value_t<S>...>&&> stream_zip(S... sources) {
    using row_of = std::tuple<std::optional<stream_value_t<S>>...>;
    std::exception_ptr error;
    try {
        for (;;) {
            row_of row;
            const bool whole = co_await zip_row<0, row_of, S...>(row, sources...);
            if (!whole) break;
            auto items = std::apply(
                [](auto&... item) { return std::tuple<stream_value_t<S>...>(*std::move(item)...); }, row);
            co_yield std::move(items);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S...>(std::move(error), sources...);
}

template <class S>
async_generator<stream_value_t<stream_value_t<S>>&&> stream_flatten(S source) {
    using inner_stream = stream_value_t<S>;
    std::exception_ptr error;
    try {
        while (auto outer = co_await source.next()) {
            inner_stream inner(static_cast<stream_item_t<S>>(*outer));
            std::exception_ptr inner_error;
            try {
                while (auto step = co_await inner.next()) {
                    stream_value_t<inner_stream> value(static_cast<stream_item_t<inner_stream>>(*step));
                    co_yield std::move(value);
                }
            } catch (...) {
                inner_error = std::current_exception();
            }
            co_await finish<inner_stream>(std::move(inner_error), inner);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await finish<S>(std::move(error), source);
}

} // namespace detail

/// The items of each stream in turn, which have one type. A source is closed before the next is asked; on an early exit all
/// that are owned are, in the order given.
template <stream First, stream... Rest>
auto chain(First&& first, Rest&&... rest) {
    static_assert((std::same_as<stream_value_t<First>, stream_value_t<Rest>> && ...),
                  "chain(streams…): the items of the streams have one type");
    return detail::stream_chain<First, Rest...>(static_cast<First&&>(first), static_cast<Rest&&>(rest)...);
}

/// Tuples of one item of each, asked in order, until one ends. What was taken from those before it then is lost.
template <stream First, stream... Rest>
auto zip(First&& first, Rest&&... rest) {
    return detail::stream_zip<First, Rest...>(static_cast<First&&>(first), static_cast<Rest&&>(rest)...);
}

/// `source | flatten()`: the items of each stream that the source gives away, one stream after another. On an early exit the
/// inner one is closed first, then the source.
template <stream S>
auto adapt(chain_from_tag, S&& source) {
    static_assert(stream<stream_value_t<S>>, "stream | flatten(): the items of the stream are streams");
    static_assert(std::constructible_from<stream_value_t<S>, stream_item_t<S>>,
                  "stream | flatten(): the stream gives its streams away: async_generator<inner&&>");
    return detail::stream_flatten<S>(static_cast<S&&>(source));
}

} // namespace rondo::inline v0
