// SPDX-License-Identifier: BSL-1.0
//
// What is awaited on a socket of datagrams. The message's header lies in the operation, and points into it: made at start.
#pragma once

#include <rondo/net/detail/socket_ops.hpp>

#include <cstddef>
#include <span>

#include <sys/socket.h>
#include <sys/uio.h>

namespace rondo::inline v0 {

/// A datagram that came.
struct datagram {
    std::size_t size = 0; ///< bytes that were given
    std::size_t whole =
        0; ///< bytes that it had: more than `size` when memory was too short; the rest is lost
    socket_address from{}; ///< "unix:" for a unix socket without a name
    bool truncated() const noexcept { return size != whole; }
};

namespace detail {

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API receive_datagram_op : public socket_op {
public:
    receive_datagram_op(const char* verb, int on, const socket_address* peer,
                        std::span<std::byte> into) noexcept
        : socket_op(opcode::receive_message, verb, on, peer), into_(into) {}
    receive_datagram_op(receive_datagram_op&& other) noexcept
        : socket_op(std::move(other)), into_(other.into_) {}
    void start(waiter& who);
    datagram take();
    rondo::result<datagram> take_result();

private:
    datagram given(std::int64_t whole) const;
    std::span<std::byte> into_;
    iovec piece_{};
    msghdr header_{};
    alignas(8) unsigned char address_[112] = {};
};

/// A datagram goes whole, or not at all.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API send_datagram_op : public socket_op {
public:
    send_datagram_op(const char* verb, int on, const socket_address& to,
                     std::span<const std::byte> from) noexcept
        : socket_op(opcode::send_message, verb, on, nullptr), to_(to), from_(from) {}
    send_datagram_op(send_datagram_op&& other) noexcept
        : socket_op(std::move(other)), to_(other.to_), from_(other.from_) {}
    void start(waiter& who);
    void take() { checked(); }
    rondo::result<void> take_result();

private:
    socket_address to_;
    std::span<const std::byte> from_;
    iovec piece_{};
    msghdr header_{};
};

} // namespace detail

} // namespace rondo::inline v0
