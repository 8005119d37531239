// SPDX-License-Identifier: BSL-1.0
//
// Files as a whole: read, written, copied by one call. For those that fit into memory, but for copy_file.
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/file.hpp>

#include <cstdint>
#include <string>

namespace rondo::inline v0 {

/// How write_file writes.
struct write_file_options {
    unsigned mode = 0666;
    bool durable = true; ///< on the disk when it returns, name and all
};

/// All that can be read of `path`, whatever its size is said to be. Throws: rondo::error, which names the path.
RONDO_API task<std::string> read_file(std::string path);

/// Replaces `path` by a file that holds `content`, or leaves it as it was: whoever looks sees the old one or the new one,
/// also after a power cut. Written under another name in the same directory, synced, renamed, and the directory synced.
/// What it replaces may be a link: the link goes, and not what it points to. Its permissions are those of `options`.
/// Throws: rondo::error. Cancel: as an error; the other name is gone then.
RONDO_API task<> write_file(std::string path, std::string content, write_file_options options = {});

/// Copies `from` to `to`, which is replaced in place, through 256 KiB of memory. Returns: how many bytes.
/// Throws: rondo::error; EINVAL when both are one file, which stays as it is. Cancel: what was copied so far stays.
RONDO_API task<std::uint64_t> copy_file(std::string from, std::string to);

} // namespace rondo::inline v0
