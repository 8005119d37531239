// SPDX-License-Identifier: BSL-1.0
//
// Unix sockets: connections and datagrams between processes of one machine, by a path or an abstract name. They say who the
// peer is, and carry open descriptors.
//
//     unix_listener in = unix_listen("/run/app.sock");         unix_stream peer = co_await unix_connect("/run/app.sock");
//     while (auto peer = co_await in.next()) …                 the socket's file goes with the listener
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/net/detail/datagram_ops.hpp>
#include <rondo/net/detail/descriptor_ops.hpp>
#include <rondo/net/socket_stream.hpp>
#include <rondo/net/tcp.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

/// Who is at the other end, as the kernel knows: when it connected, or made the pair.
struct unix_credentials {
    int process = 0;
    unsigned user = 0;
    unsigned group = 0;
};

/// A unix connection.
class RONDO_API unix_stream : public socket_stream {
public:
    unix_stream() noexcept = default;
    /// Takes a connected socket over. `peer`: for messages.
    explicit unix_stream(socket_handle of, const socket_address& peer = {}) noexcept;

    /// Throws: rondo::error. In a simulated world: this process.
    unix_credentials peer_credentials() const;
    /// Sends `from`, and with its first byte copies of the open descriptors; ours stay open. Gives: how many of the bytes
    /// were taken. Throws: rondo::error; value_error without a byte, or for more than 253 descriptors. Suspends: always.
    /// In a simulated world: EOPNOTSUPP.
    detail::send_descriptors_op send_descriptors(std::span<const std::byte> from,
                                                 std::span<const int> descriptors) const;
    detail::send_descriptors_op send_descriptors(std::string_view text,
                                                 std::span<const int> descriptors) const {
        return send_descriptors(std::as_bytes(std::span(text)), descriptors);
    }
    /// Reads at most `into.size()` bytes, and the descriptors that came with them, which are closed with what is given.
    /// read() instead drops them. Cancel: nothing is lost, and none stays open.
    detail::receive_descriptors_op receive_descriptors(std::span<std::byte> into) const noexcept {
        return {"unix_stream::receive_descriptors", handle_.descriptor(), &peer_, into};
    }
};

namespace detail {
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API unix_accept_op : public accept_base {
public:
    unix_accept_op(int on, const socket_address* where) noexcept
        : accept_base("unix_listener::accept", on, where) {}
    unix_accept_op(unix_accept_op&&) noexcept = default;
    unix_stream take();
    rondo::result<unix_stream> take_result();
};

/// The file of a socket that was bound to a path: removed when this goes, if it is still the same.
class RONDO_API socket_file {
public:
    socket_file() noexcept = default;
    explicit socket_file(std::string path); ///< of a socket that was bound just now
    socket_file(socket_file&& other) noexcept;
    socket_file& operator=(socket_file&& other) noexcept;
    ~socket_file() { remove(); }
    void remove() noexcept;

private:
    std::string path_;
    std::uint64_t device_ = 0;
    std::uint64_t number_ = 0;
};
} // namespace detail

/// Where connections are accepted. Closed, and its file removed, when it goes out of scope.
/// Lifetime: it stays where it is while somebody waits for it.
class RONDO_API unix_listener {
public:
    unix_listener() noexcept = default;
    unix_listener(socket_handle of, const socket_address& at, detail::socket_file file = {}) noexcept
        : file_(std::move(file)), handle_(std::move(of)), local_(at) {}

    /// As tcp_listener's.
    detail::unix_accept_op accept() const noexcept { return {handle_.descriptor(), &local_}; }
    task<std::optional<unix_stream>> next();
    void close() noexcept {
        file_.remove(); // first, so that nobody finds it, and is refused
        handle_.close();
    }

    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    const socket_address& local() const noexcept { return local_; }
    socket_handle& handle() noexcept { return handle_; }
    const accept_statistics& statistics() const noexcept { return statistics_; }

private:
    detail::socket_file file_;
    socket_handle handle_;
    socket_address local_;
    accept_statistics statistics_;
};

struct unix_listen_options {
    int backlog = 4096; ///< connections that may wait to be accepted
    bool replace_stale =
        false; ///< removes a socket's file that a process left behind; never a live one's, or another file
};

/// `at`: socket_address::unix_path or unix_abstract; or text, "@name" for an abstract one. Throws: rondo::error, which says
/// whether somebody listens there, a file was left behind, or it is no socket (EADDRINUSE); value_error for another kind.
RONDO_API unix_listener unix_listen(socket_address at, unix_listen_options options = {});
RONDO_API unix_listener unix_listen(std::string_view at, unix_listen_options options = {});

/// Throws: rondo::error: ENOENT, ECONNREFUSED. Cancel: the attempt ends.
RONDO_API task<unix_stream> unix_connect(socket_address to);
RONDO_API task<unix_stream> unix_connect(std::string to);

/// Datagrams between processes: whole, in order, and never lost: who sends waits while the other's queue is full.
class RONDO_API unix_datagrams {
public:
    unix_datagrams() noexcept = default;
    explicit unix_datagrams(socket_handle of, const socket_address& at = {},
                            detail::socket_file file = {}) noexcept
        : file_(std::move(file)), handle_(std::move(of)), local_(at) {}

    /// As udp_socket's.
    detail::receive_datagram_op receive_from(std::span<std::byte> into) const noexcept {
        return {"unix_datagrams::receive_from", handle_.descriptor(), &local_, into};
    }
    detail::send_datagram_op send_to(std::span<const std::byte> from,
                                     const socket_address& to) const noexcept {
        return {"unix_datagrams::send_to", handle_.descriptor(), to, from};
    }
    detail::send_datagram_op send_to(std::string_view text, const socket_address& to) const noexcept {
        return send_to(std::as_bytes(std::span(text)), to);
    }
    void close() noexcept {
        file_.remove();
        handle_.close();
    }
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    const socket_address& local() const noexcept { return local_; }
    socket_handle& handle() noexcept { return handle_; }

private:
    detail::socket_file file_;
    socket_handle handle_;
    socket_address local_;
};

/// Bound to a path or an abstract name; "unix:": to none, to send only. `replace_stale`, and what is thrown: as unix_listen.
RONDO_API unix_datagrams unix_bind(socket_address at, bool replace_stale = false);

} // namespace rondo::inline v0
