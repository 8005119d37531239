// SPDX-License-Identifier: BSL-1.0
//
// UDP: datagrams, each whole or not at all; they may be lost, come twice, or overtake each other, and nobody is told.
//
//     udp_socket in = udp_bind({.port = 7000});
//     std::byte room[1500];
//     const datagram got = co_await in.receive_from(room);
//     co_await in.send_to(answer, got.from);
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/net/detail/datagram_ops.hpp>
#include <rondo/net/socket.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rondo::inline v0 {

/// A socket of datagrams, closed when it goes out of scope; whoever waits for it then is told EBADF. Any number of tasks may
/// send and receive. Lifetime: it, and memory handed to a verb, stay where they are until the verb is over.
class RONDO_API udp_socket {
public:
    udp_socket() noexcept = default;
    /// Takes a socket over. `local`, `peer`: for messages.
    explicit udp_socket(socket_handle of, const socket_address& local = {},
                        const socket_address& peer = {}) noexcept
        : handle_(std::move(of)), local_(local), peer_(peer) {}

    /// The next datagram: at most `into.size()` bytes of it; what does not fit is lost, and truncated() says so.
    /// Suspends: always; a checkpoint. Throws: rondo::error; ECONNREFUSED, when connected, tells that what was sent before
    /// found nobody. Cancel: no datagram is lost.
    detail::receive_datagram_op receive_from(std::span<std::byte> into) const noexcept {
        return {"udp_socket::receive_from", handle_.descriptor(), connected() ? &peer_ : &local_, into};
    }
    /// Sends a datagram. That it was taken does not say that it arrives. Suspends: always; a checkpoint.
    /// Throws: rondo::error, which names the address: EMSGSIZE above 65507 bytes. Cancel: it is sent, or it is not.
    detail::send_datagram_op send_to(std::span<const std::byte> from,
                                     const socket_address& to) const noexcept {
        return {"udp_socket::send_to", handle_.descriptor(), to, from};
    }
    detail::send_datagram_op send_to(std::string_view text, const socket_address& to) const noexcept {
        return send_to(std::as_bytes(std::span(text)), to);
    }

    /// From now on only datagrams of this peer are received, and send() needs no address. Again: another peer.
    /// Throws: rondo::error, which names the address.
    task<> connect(socket_address to);
    /// To the peer. Throws: rondo::error: EDESTADDRREQ when there is none; ECONNREFUSED as receive_from.
    detail::socket_size_op send(std::span<const std::byte> from) const noexcept {
        return {opcode::send,
                "udp_socket::send",
                handle_.descriptor(),
                &peer_,
                const_cast<std::byte*>(from.data()),
                from.size()};
    }
    detail::socket_size_op send(std::string_view text) const noexcept {
        return send(std::as_bytes(std::span(text)));
    }
    /// The same as receive_from: from the peer, when connected.
    detail::receive_datagram_op receive(std::span<std::byte> into) const noexcept {
        return {"udp_socket::receive", handle_.descriptor(), connected() ? &peer_ : &local_, into};
    }

    void close() noexcept { handle_.close(); }
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    bool connected() const noexcept { return peer_.is_ip(); }
    const socket_address& local() const noexcept { return local_; } ///< with the port that it got
    const socket_address& peer() const noexcept { return peer_; }   ///< "unix:" without one
    std::uint16_t port() const noexcept { return local_.port(); }
    socket_handle& handle() noexcept { return handle_; } ///< for options
    const socket_handle& handle() const noexcept { return handle_; }

private:
    socket_handle handle_;
    socket_address local_;
    socket_address peer_;
};

struct udp_bind_options {
    ip_address host = ip_address::loopback_v4(); ///< of which interface: ip_address::any_v4() for all
    std::uint16_t port = 0;                      ///< 0: one that is free, see local()
    bool reuse_port = false;                     ///< several sockets share the port
    bool broadcast = false;                      ///< may send to all hosts of a network
    bool v6_only = true;                         ///< of an IPv6 host
};

/// On loopback, unless another host is named. Throws: rondo::error, which names the address (EADDRINUSE, EADDRNOTAVAIL,
/// EACCES); runtime_error where no loop runs: call it in a task.
RONDO_API udp_socket udp_bind(udp_bind_options options = {});

/// Connected with `to`, from any address that leads there, or from `from`. Nothing is sent yet.
RONDO_API task<udp_socket> udp_connect(socket_address to, std::optional<socket_address> from = {});

} // namespace rondo::inline v0
