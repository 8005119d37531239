// SPDX-License-Identifier: BSL-1.0
//
// A file from its beginning to its end, block by block, in constant memory: while one block is used the next are being
// read. It stands below `lines` and other readers; whoever wants the whole of a small file takes read_file().
//
//     blocks   0   1   2   3   4 …        given: valid until the next call
//              ▲   └───┴──── being read, `ahead` of them; a pipe has one, read when it is asked for
//            given
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/block.hpp>
#include <rondo/io/file.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace rondo::inline v0 {

struct file_stream_options {
    std::size_t block_bytes = 128 * 1024; ///< rounded up to whole pages
    unsigned ahead = 2;                   ///< blocks that are read while another is used
    std::uint64_t offset = 0;             ///< where to begin, in a file that has places
    bool direct = false; ///< past the page cache (O_DIRECT), where the file system can; see word()
};

namespace detail {
class stream_core;
} // namespace detail

/// Reads any file that can be read: on disk, a pipe, a FIFO, a terminal, one of /proc whose size says nothing. The end is
/// where a read gives nothing, never where the size says.
/// Lifetime: ends before its loop does. Destroyed while blocks are being read, it leaves them to a task of the loop's, which
/// waits for the kernel, frees the memory and closes the file.
class RONDO_API file_stream {
public:
    static constexpr std::size_t readable_behind = readable_behind_block; ///< bytes after each block

    /// Opened by the first next_block().
    explicit file_stream(std::string path, file_stream_options options = {});
    /// Goes on where `from` stands when it has no places, and from `options.offset` otherwise. `options.direct` is for
    /// files that are opened by path.
    explicit file_stream(file from, file_stream_options options = {});
    file_stream(file_stream&& other) noexcept;
    file_stream& operator=(file_stream&& other) noexcept;
    ~file_stream();

    /// The next bytes, as many as a block holds, fewer at the end; of a pipe, what there is. Empty at the end; asked again
    /// there, it looks whether the file has grown. What was given before is not valid any more.
    /// Suspends: until there are some. Throws: rondo::error, which names the file and the offset; asked again, it tries
    /// there again; runtime_error when somebody waits for a block already.
    /// Cancel: nothing is lost; what is being read is for the next call.
    task<std::optional<block>> next_block();
    /// The same for a thread without a loop: it blocks. Throws: also runtime_error on a thread that runs a loop.
    std::optional<block> next_block_blocking();

    std::uint64_t offset() const noexcept;    ///< of what the next call gives
    const std::string& path() const noexcept; ///< "file 7" when it was given open
    const std::string& word() const noexcept; ///< why `direct` is not: "" when it is, or was not asked for
    std::size_t in_flight() const noexcept;   ///< blocks that are being read

private:
    void drop() noexcept;
    detail::stream_core* core_;
};

} // namespace rondo::inline v0
