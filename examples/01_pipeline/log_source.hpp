// SPDX-License-Identifier: BSL-1.0
//
// Before the first stage: an input as blocks, for rondo::lines. The next ones are being read while this one is taken
// apart, by io_uring or by a pool of threads; what is compressed, by its own first bytes, is unpacked on the way.
#pragma once

#include "format.hpp"
#include "input.hpp"
#include "line_writer.hpp"
#include "progress.hpp"

#include <rondo/io/block_source.hpp>
#include <rondo/io/compression.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/lines.hpp>

#include <optional>
#include <string>

namespace pipeline {

/// What looks on while an input is read. Lifetime: all of it outlives the source.
struct onlookers {
    progress& bar;
    line_writer* waiting =
        nullptr; // gives out what it has before a wait for more; null: nobody has to be waited for
    recognition* chosen = nullptr; // set before the first line comes; null: the format was asked for
};

/// Satisfies rondo::block_source. Throws: io_failure when a read fails, or what is compressed is damaged.
class log_source {
public:
    log_source(const input& from, onlookers who);

    rondo::task<std::optional<rondo::block>> next_block();
    const std::string& path() const noexcept { return name_; }

    std::uint64_t bytes() const noexcept { return bytes_; } // given so far, unpacked
    std::uint64_t end() const noexcept { return end_; }     // the offset behind the last block
    bool ends_with_newline() const noexcept { return last_ == '\n'; }
    rondo::compression packed() const noexcept { return packed_; }

private:
    using maybe_block = std::optional<rondo::block>;
    rondo::task<maybe_block> read();
    rondo::task<maybe_block> first();
    rondo::task<maybe_block> extended(maybe_block got, std::string& whole, bool (*enough)(std::string_view));
    rondo::byte_chunks raw_pieces(rondo::block begin);

    std::string name_;
    rondo::file_stream raw_;
    onlookers who_;
    std::uint64_t start_;
    rondo::compression packed_ = rondo::compression::none;
    std::optional<rondo::piece_blocks> unpacked_;
    std::string head_, line_head_;
    std::uint64_t bytes_ = 0, end_ = 0;
    char last_ = '\n';
    bool begun_ = false, ended_ = false;
};

using log_lines = rondo::basic_lines<log_source>;

} // namespace pipeline
