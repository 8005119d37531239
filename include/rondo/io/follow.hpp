// SPDX-License-Identifier: BSL-1.0
//
// A file that others write to, followed by its name as `tail -F` does: what is appended, that it was cut, and that another
// file has taken its name. Told by inotify, and looked at now and then where nobody tells.
//
//     app.log  ──bytes──bytes──┐ renamed, its rest is read ──rotated──► the new app.log ──bytes── …
//                              └ cut ──truncated──► from its beginning ──bytes── …
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/block.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace rondo::inline v0 {

/// What has happened to a file that is followed.
struct followed {
    enum class kind : unsigned char {
        bytes,     ///< were appended, or there already: `data`
        truncated, ///< it is shorter than what was read of it: what comes next is from its beginning
        rotated, ///< another file has its name, and the old one was read to its end: what comes next is the new one's
    };
    kind what = kind::bytes;
    block data{}; ///< valid until the next call
};

struct follow_options {
    bool from_end = false; ///< leave out what the file holds when it is first looked at
    std::size_t block_bytes = 64 * 1024;
    /// How often it is looked at without being told: for file systems whose changes the kernel does not see, and where there
    /// is no inotify.
    duration look_every = 1s;
};

namespace detail {
class follower_core;
} // namespace detail

/// A file that is followed by its name; it may be missing, and come later. A stream that does not end by itself.
/// A file that is cut and filled again beyond where reading stands, before anybody looks, has not been cut as far as can be
/// seen. What is written to a file after another one has taken its name and its rest was read is lost.
/// Lifetime: stays where it is while somebody waits for next(). Threads: one.
class RONDO_API file_follower {
public:
    explicit file_follower(std::string path, follow_options options = {});
    file_follower(file_follower&& other) noexcept;
    file_follower& operator=(file_follower&& other) noexcept;
    ~file_follower();

    /// The next thing that happens to it. Suspends: until something does. Throws: rondo::error, which names the path, asked
    /// again it tries again; ESPIPE for what has no places, such as pipes; runtime_error when somebody waits already.
    /// Cancel: nothing is lost.
    task<std::optional<followed>> next();

    const std::string& path() const noexcept;
    bool is_open() const noexcept;         ///< whether a file of that name was found, and is read
    std::uint64_t offset() const noexcept; ///< in the file that is read now, of what comes next
    const std::string&
    word() const noexcept; ///< why nobody tells, and it is looked at alone: "" when inotify does

private:
    std::unique_ptr<detail::follower_core> core_;
};

/// Follows `path`. Example: `auto log = follow("app.log", {.from_end = true}); while (auto news = co_await log.next()) …`
RONDO_API file_follower follow(std::string path, follow_options options = {});

} // namespace rondo::inline v0
