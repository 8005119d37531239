// SPDX-License-Identifier: BSL-1.0
//
// A connection: bytes in order, both ways, each way with an end of its own. `tcp_stream` and `unix_stream` are connections.
//
//     write_all ──► ……… ──► the peer reads          shutdown_write ──► the peer reads 0 bytes, and may go on writing
#pragma once

#include <rondo/net/detail/socket_ops.hpp>
#include <rondo/net/socket.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace rondo::inline v0 {

namespace detail {
/// The names of a stream's verbs, for messages.
struct stream_words {
    const char* read;
    const char* write;
    const char* write_all;
    const char* shutdown_write;
};
} // namespace detail

/// An open connection, closed when it goes out of scope. One task may read while another writes; several that read, or
/// write, at once, take turns operation by operation.
/// Lifetime: the stream, and memory handed to a verb, stay where they are until the verb is over.
class RONDO_API socket_stream {
public:
    /// Reads at most `into.size()` bytes, at least one. Gives: how many; 0 when the peer has said its end (or `into` is empty).
    /// Suspends: always; a checkpoint. Throws: rondo::error, which names the peer (ECONNRESET when it broke off).
    /// Cancel: nothing is lost: what has not been given is still there to be read.
    detail::socket_size_op read(std::span<std::byte> into) const noexcept;
    /// Writes some of `from`. Gives: how many bytes the system has taken. Throws: rondo::error: EPIPE after the end.
    detail::socket_size_op write(std::span<const std::byte> from) const noexcept;
    /// Writes all of `from`. Cancel: what was taken is on its way, and moved() says how much that is:
    /// Example: `auto all = peer.write_all(data);  co_await scope.run(all);  report(all.moved());`
    detail::send_all_op write_all(std::span<const std::byte> from) const noexcept;
    detail::send_all_op write_all(std::string_view text) const noexcept {
        return write_all(std::as_bytes(std::span(text)));
    }
    /// Says our end: the peer reads 0 bytes after what was written. Reading goes on.
    detail::socket_done_op shutdown_write() const noexcept;
    /// Closes it at once; whoever waits for it is told EBADF.
    void close() noexcept { handle_.close(); }

    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    const socket_address& peer() const noexcept { return peer_; } ///< who it is connected with
    socket_address local() const { return handle_.local(); }
    socket_handle& handle() noexcept { return handle_; } ///< for options
    const socket_handle& handle() const noexcept { return handle_; }

protected:
    socket_stream() noexcept = default;
    socket_stream(socket_handle of, const socket_address& peer, const detail::stream_words& words) noexcept
        : handle_(std::move(of)), peer_(peer), words_(&words) {}
    socket_stream(socket_stream&&) noexcept = default;
    socket_stream& operator=(socket_stream&&) noexcept = default;
    ~socket_stream() = default;

    socket_handle handle_;
    socket_address peer_;
    const detail::stream_words* words_ = nullptr;
};

} // namespace rondo::inline v0
