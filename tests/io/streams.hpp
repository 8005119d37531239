// SPDX-License-Identifier: BSL-1.0
//
// For the tests of file streams: a text whose bytes tell their place, and reading all of a stream with what every block
// must be.
#pragma once

#include <rondo/io/file_stream.hpp>

#include "files.hpp"

#include <algorithm>

namespace drivers {

inline std::string text_of(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i != size; ++i) text[i] = static_cast<char>(i * 131 + i / 4099);
    return text;
}

inline bool has_zeros_behind(const block& b) {
    return std::all_of(b.data + b.size, b.data + b.size + file_stream::readable_behind,
                       [](char c) { return c == 0; });
}

/// All of it, with what every block must be.
inline task<std::string> all_of(file_stream& from) {
    std::string all;
    const std::uint64_t begin = from.offset();
    while (true) {
        const std::optional<block> next = co_await from.next_block();
        if (!next) co_return all;
        CHECK(next->size != 0);
        CHECK(next->offset == begin + all.size());
        CHECK(has_zeros_behind(*next));
        all.append(next->data, next->size);
        CHECK(from.offset() == begin + all.size());
    }
}

inline task<> cancel_when_it_waits(cancel_scope& which, const file_stream& from) {
    while (from.in_flight() == 0) co_await round_trip();
    co_await round_trip();
    which.cancel();
}

inline std::string all_blocking(file_stream& from) {
    std::string all;
    while (const std::optional<block> next = from.next_block_blocking()) {
        CHECK(has_zeros_behind(*next));
        all.append(next->data, next->size);
    }
    return all;
}

inline void append(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

} // namespace drivers
