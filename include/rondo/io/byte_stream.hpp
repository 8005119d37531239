// SPDX-License-Identifier: BSL-1.0
//
// What a stream of bytes is: something to read from, to write to, or both. Files, connections, pipes and what users write
// themselves are; readers and writers with a buffer stand on any of them.
#pragma once

#include <rondo/core/awaitable.hpp>

#include <concepts>
#include <cstddef>
#include <span>

namespace rondo::inline v0 {

/// `co_await s.read(into)` gives how many bytes came, and 0 at the end.
template <class S>
concept byte_source = requires(S& s, std::span<std::byte> into) {
    { s.read(into) } -> awaitable;
    requires std::convertible_to<await_result_t<decltype(s.read(into))>, std::size_t>;
};

/// `co_await s.write_all(from)` writes all of it.
template <class S>
concept byte_sink = requires(S& s, std::span<const std::byte> from) {
    { s.write_all(from) } -> awaitable;
};

template <class S>
concept byte_stream = byte_source<S> && byte_sink<S>;

} // namespace rondo::inline v0
