// SPDX-License-Identifier: BSL-1.0
//
// What the peers of rondo's count lines by.
#pragma once

#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/line_pipeline.hpp>

namespace packed_lines {

inline rondo::byte_chunks pieces(rondo::file_stream& from) {
    while (const auto block = co_await from.next_block()) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(block->data, block->size));
        co_yield piece;
    }
}

inline rondo::task<std::uint64_t> count(std::string path) {
    rondo::file_stream from(path);
    std::uint64_t lines = 0;
    const auto one_more = [&](std::string_view) { ++lines; };
    auto job =
        rondo::lines_of(rondo::piece_blocks(rondo::decompressed(pieces(from)), path)) | rondo::into(one_more);
    co_await std::move(job);
    co_return lines;
}

/// The whole of a peer's main().
inline int run_peer(int argc, char** argv, const char* peer) {
    bench::harness run(argc, argv, "packed_lines", peer, RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    measure(run, [&](const std::string& path, rondo::compression) { return home.run_until(count(path)); });
    return run.finish();
}

} // namespace packed_lines
