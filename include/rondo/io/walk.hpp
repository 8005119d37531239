// SPDX-License-Identifier: BSL-1.0
//
// A tree of directories as a stream of its entries, each directory before what lies in it; and `glob`, the paths that fit a
// pattern. Many directories are read in one operation, so that a walk costs few more than the system calls it makes.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/io/file.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

/// What a walk meets.
struct walk_entry {
    std::string path; ///< begins with the root as it was given
    file_type type = file_type::other;
    std::size_t depth = 0; ///< 0: the root
    int error = 0;     ///< an errno: what lies in this directory could not be read (ELOOP: it lies in itself)
    bool enter = true; ///< set it to false to leave out what lies in this directory
    /// The last part of the path.
    std::string_view name() const noexcept;
};

/// What becomes of a directory that cannot be read.
enum class walk_errors {
    stop, ///< the walk ends with the error, when it comes to that directory
    give, ///< its entry says so
    skip, ///< it is left out
};

struct walk_options {
    std::size_t max_depth = static_cast<std::size_t>(-1); ///< what lies deeper is left out
    bool follow_links = false; ///< enter directories by links to them; each is then of type directory
    bool sorted = true; ///< the names of a directory in the order of their bytes; else as the system has them
    walk_errors errors = walk_errors::stop;
};

/// The root, and all that lies in it, depth first. Directories are read some hundred entries ahead: what is made or removed
/// meanwhile may or may not be seen. Throws: rondo::error, which names the path; always when the root cannot be looked at.
/// Lifetime: an entry lives until the next is asked for. Cancel: ends it.
/// Example: `auto tree = walk("src"); while (auto each = co_await tree.next()) if (each->name() == ".git") each->enter = false;`
RONDO_API async_generator<walk_entry&> walk(std::string root, walk_options options = {});

/// The paths that there are and that fit: `*` and `?` within a name, `[a-z]`, `[!a-z]`, and `**`, any directories, none
/// too, none by a link. A leading dot is only met by a dot. In the order of the names' bytes; what cannot be read is left out.
/// A pattern that ends with a slash fits directories. Source: Python's glob.iglob(pattern, recursive=True).
RONDO_API async_generator<std::string&&> glob(std::string pattern);

} // namespace rondo::inline v0
