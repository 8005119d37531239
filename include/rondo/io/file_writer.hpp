// SPDX-License-Identifier: BSL-1.0
//
// A file written from its beginning to its end, in constant memory: bytes are collected in blocks, and several full blocks are
// being written while the next is filled. With `durable` it is on the disk when finish() returns.
//
//     write(…) ──► block being filled ──full──► being written, `ahead` of them ──► finish(): the rest, sync, close
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/file.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

struct file_writer_options {
    std::size_t block_bytes = 256 * 1024; ///< rounded up to whole pages
    unsigned ahead = 4;                   ///< blocks that are written while another is filled
    bool durable = false;                 ///< finish() returns when the disk has all of it, its name too
    bool direct = false; ///< past the page cache (O_DIRECT), where the file system can; see word()
    std::uint64_t expected_bytes = 0; ///< room that is allocated at the beginning, where the file system can
    unsigned mode = 0666;             ///< of a file that is made
};

namespace detail {
class writer_core;
} // namespace detail

/// Makes a file, or replaces what it holds. For large exports: `{.durable = true, .direct = true, .expected_bytes = n}`.
/// Lifetime: ends before its loop does. Destroyed with bytes that were not written, it says so through the hook
/// (set_unraisable_hook); what is being written then is waited for by a task of the loop's.
class RONDO_API file_writer {
public:
    /// Opened by the first write(), or by finish().
    explicit file_writer(std::string path, file_writer_options options = {});
    file_writer(file_writer&& other) noexcept;
    file_writer& operator=(file_writer&& other) noexcept;
    ~file_writer();

    /// Takes these bytes. Suspends: while all blocks are being written. Throws: rondo::error, which names the file and the
    /// place, also for what was taken before; then it takes no more. Cancel: bytes() says how much was taken.
    /// Lifetime: `bytes` stay until it is over.
    task<> write(std::string_view bytes);
    /// Writes the rest, syncs when it is `durable`, and closes. Once. Throws: rondo::error. Cancel: asked again it goes on.
    task<> finish();

    std::uint64_t bytes() const noexcept; ///< taken so far
    const std::string& path() const noexcept;
    const std::string& word() const noexcept; ///< why `direct` is not: "" when it is, or was not asked for
    std::size_t in_flight() const noexcept;   ///< blocks that are being written

private:
    void drop() noexcept;
    detail::writer_core* core_;
};

} // namespace rondo::inline v0
