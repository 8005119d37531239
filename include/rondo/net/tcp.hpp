// SPDX-License-Identifier: BSL-1.0
//
// TCP: connections, and the listener that accepts them. A listener is a stream of connections, and goes on when one fails
// before it is accepted, or the process has no descriptor left for now.
//
//     tcp_listener in = tcp_listen({.port = 7000});           tcp_stream peer = co_await tcp_connect(in.local());
//     while (auto peer = co_await in.next()) …
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/core/task.hpp>
#include <rondo/net/socket_stream.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace rondo::inline v0 {

/// A TCP connection. Small writes are sent at once (no_delay) unless that was asked otherwise.
class RONDO_API tcp_stream : public socket_stream {
public:
    tcp_stream() noexcept = default;
    /// Takes a connected socket over. `peer`: for messages.
    explicit tcp_stream(socket_handle of, const socket_address& peer = {}) noexcept;

    /// Shorthands for its handle's options. Throws: rondo::error.
    void no_delay(bool on) { handle_.set(socket_option::no_delay, on); }
    void keep_alive(bool on) { handle_.set(socket_option::keep_alive, on); }
    /// Asks after `idle` of silence, then every `interval`; after `probes` without an answer reading throws ETIMEDOUT.
    void keep_alive(duration idle, duration interval, int probes);
};

struct tcp_listen_options {
    ip_address host = ip_address::loopback_v4(); ///< of which interface: ip_address::any_v4() for all
    std::uint16_t port = 0;                      ///< 0: one that is free, see local()
    int backlog = 4096;                          ///< connections that may wait to be accepted
    bool reuse_port = false; ///< several listeners, of several loops or processes, share the port
    bool no_delay = true;    ///< of the connections that are accepted
    bool keep_alive = false; ///< of the connections that are accepted
    bool v6_only = true;     ///< of an IPv6 host
};

struct accept_statistics {
    std::uint64_t accepted = 0;
    std::uint64_t failed = 0;  ///< ended before they were accepted
    std::uint64_t refused = 0; ///< attempts for which the process had no descriptor, or the system no memory
};

class tcp_listener;

namespace detail {
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API tcp_accept_op : public accept_base {
public:
    tcp_accept_op(int on, const socket_address* where) noexcept
        : accept_base("tcp_listener::accept", on, where) {}
    tcp_accept_op(tcp_accept_op&&) noexcept = default;
    tcp_stream take();
    rondo::result<tcp_stream> take_result();
};
/// Whether an errno of accept concerns one connection alone: 1; the lack of something, for now: 2; else 0.
RONDO_API int kind_of_refusal(int number) noexcept;
} // namespace detail

/// Where connections are accepted. Closed when it goes out of scope; those that wait in it are reset then.
/// Lifetime: it stays where it is while somebody waits for it.
class RONDO_API tcp_listener {
public:
    tcp_listener() noexcept = default;
    tcp_listener(socket_handle of, const socket_address& at) noexcept;

    /// The next connection. Throws: rondo::error, whatever the system says. Cancel: none is lost: one that comes too late
    /// for whoever waited is closed.
    detail::tcp_accept_op accept() const noexcept { return {handle_.descriptor(), &local_}; }
    /// The next connection, or empty once the listener is closed. Goes on when a connection fails before it is accepted;
    /// without a descriptor left it tries again, every 10 ms, until some are returned. Throws: rondo::error for the rest.
    task<std::optional<tcp_stream>> next();
    /// Accepts no more: next() gives the end, to whoever waits, too.
    void close() noexcept { handle_.close(); }

    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    const socket_address& local() const noexcept { return local_; } ///< with the port that it got
    std::uint16_t port() const noexcept { return local_.port(); }
    socket_handle& handle() noexcept { return handle_; }
    const accept_statistics& statistics() const noexcept { return statistics_; }

private:
    socket_handle handle_;
    socket_address local_;
    accept_statistics statistics_;
};

/// Listens on loopback, unless another host is named. Throws: rondo::error, which names the address (EADDRINUSE,
/// EADDRNOTAVAIL, EACCES); runtime_error where no loop runs: call it in a task.
RONDO_API tcp_listener tcp_listen(tcp_listen_options options = {});

struct tcp_connect_options {
    duration timeout = 30s; ///< for all of it, the look-up of a name included; `forever`: as the system says
    std::optional<socket_address> from{}; ///< a local address to connect from
    bool no_delay = true;
    bool keep_alive = false;
};

/// Connects. Throws: rondo::error, which names the address (ECONNREFUSED when nobody listens there); timeout_error.
/// Cancel: the attempt ends, and its socket is closed.
RONDO_API task<tcp_stream> tcp_connect(socket_address to, tcp_connect_options options = {});

} // namespace rondo::inline v0
