// SPDX-License-Identifier: BSL-1.0
//
// Directories: what lies in one, making them, and removing a tree of them without ever leaving it.
//
//     for (const directory_entry& each : co_await list_directory("logs")) …
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/detail/listing.hpp>
#include <rondo/with/async_contextmanager.hpp>

#include <cstdint>
#include <string>

namespace rondo::inline v0 {

/// What lies in `path`, but "." and "..", in the order of the names' bytes. Returns: std::vector<directory_entry>.
/// Throws: rondo::error, which names the path. Cancel: what has begun is waited for.
RONDO_API detail::list_op list_directory(std::string path = ".") noexcept;

/// Makes `path` and what is missing above it; a directory that is there is well. Throws: rondo::error, which names the part
/// that could not be made. Cancel: what was made stays.
RONDO_API task<> make_directories(std::string path, unsigned mode = 0777);

/// Removes a directory and all that lies in it. Links are removed, never followed; while somebody renames or replaces parts
/// of the tree, nothing outside of it is touched. What vanishes meanwhile is as good as removed.
/// Returns: how many names were removed. Throws: rondo::error, which names what could not be: ENOTDIR when `path` is no
/// directory, or a link to one (unlink_path removes it). Cancel: what was removed so far is gone.
/// Cost: 32 descriptors at the most, however deep it is.
RONDO_API task<std::uint64_t> remove_tree(std::string path);

/// A directory of a name that nobody had, in `parent` (empty: where TMPDIR says, or /tmp), for the time of a block; removed
/// with all that lies in it, also on an error or a cancellation. Only its owner may enter it.
/// Example: `co_await async_with(temporary_directory("sort-"), [](const std::string& where) -> task<> { … });`
RONDO_API async_contextmanager<std::string> temporary_directory(std::string prefix = "rondo-",
                                                                std::string parent = {});

} // namespace rondo::inline v0
