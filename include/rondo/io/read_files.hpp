// SPDX-License-Identifier: BSL-1.0
//
// Many small files, read whole, some dozens at a time and given in order. By io_uring each is one chain of requests, from
// open to close, that costs no descriptor; elsewhere it is a call on a thread.
//
//     paths   a  b  c  d  e  f …        a ──► given       next() asks for another whenever it gives one
//                └──┴──┴──┴─ being read, `depth` of them
#pragma once

#include <rondo/core/task.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rondo::inline v0 {

/// A file as read_files gives it.
struct RONDO_API file_content {
    file_content(std::string named, std::string holds, int refused = 0) noexcept
        : path(std::move(named)), bytes(std::move(holds)), error(refused) {}
    std::string path;
    std::string bytes;
    int error; ///< an errno: it could not be read; only where file_errors::give asks for it
};

/// What becomes of a file that cannot be read.
enum class file_errors {
    stop, ///< next() throws, when it comes to that file; asked again it goes on with the one after it
    give, ///< it is given, with its error and without bytes
    skip, ///< it is left out, and counted
};

struct read_files_options {
    unsigned depth = 64; ///< files that are read at a time
    std::size_t small =
        16 * 1024; ///< bytes for each; a file that holds more is read alone, when its turn comes
    file_errors errors = file_errors::stop;
};

namespace detail {
class files_core;
} // namespace detail

/// A stream of whole files; see read_files.
/// Lifetime: ends before its loop does. Destroyed while files are being read, it leaves them to a task of the loop's.
class RONDO_API file_contents {
public:
    file_contents(std::vector<std::string> paths, read_files_options options);
    file_contents(file_contents&& other) noexcept;
    file_contents& operator=(file_contents&& other) noexcept;
    ~file_contents();

    /// The next file, in the order of the paths; nothing after the last. Throws: rondo::error, which names the path, as
    /// `options.errors` says; runtime_error when somebody waits for a file already, or the loop has no driver.
    /// Cancel: nothing is lost; what is being read is for the next call.
    task<std::optional<file_content>> next();

    std::size_t refused() const noexcept;   ///< files that could not be read, so far
    std::size_t in_flight() const noexcept; ///< files that are being read

private:
    void drop() noexcept;
    detail::files_core* core_;
};

/// Reads files whole, `options.depth` at a time. To end early, drop what it gives.
/// Example: `auto files = read_files(paths, {.depth = 128}); while (auto each = co_await files.next()) count(each->bytes);`
RONDO_API file_contents read_files(std::vector<std::string> paths, read_files_options options = {});

} // namespace rondo::inline v0
