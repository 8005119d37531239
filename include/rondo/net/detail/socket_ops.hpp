// SPDX-License-Identifier: BSL-1.0
//
// What is awaited on a socket: each is the operation itself, in the frame of whoever waits. Their errors name the peer.
#pragma once

#include <rondo/core/op_wait.hpp>
#include <rondo/net/address.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace rondo::inline v0::detail {

/// "tcp_stream::read(127.0.0.1:80)": what was asked of whom.
RONDO_API std::string asked_of_peer(const char* verb, int descriptor, const socket_address* peer);
/// What to do about an errno of a connection, "" when there is nothing to say.
RONDO_API const char* connection_advice(int number) noexcept;

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API socket_op : public op_wait {
public:
    socket_op(opcode what, const char* verb, int on, const socket_address* peer) noexcept
        : op_wait(what, verb, on), peer_(peer) {}
    socket_op(socket_op&&) noexcept = default;

protected:
    /// Throws: rondo::error, which names the peer; cancelled.
    std::int64_t checked();
    rondo::result<std::int64_t> checked_result();
    const socket_address* peer_;
};

/// Some bytes, in or out.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API socket_size_op : public socket_op {
public:
    socket_size_op(opcode what, const char* verb, int on, const socket_address* peer, void* memory,
                   std::size_t size, std::uint32_t flag = 0) noexcept;
    socket_size_op(socket_size_op&&) noexcept = default;
    std::size_t take() { return static_cast<std::size_t>(checked()); }
    rondo::result<std::size_t> take_result();
};

/// Without a value.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API socket_done_op : public socket_op {
public:
    socket_done_op(opcode what, const char* verb, int on, const socket_address* peer,
                   std::uint32_t flag) noexcept
        : socket_op(what, verb, on, peer) {
        flags = flag;
    }
    socket_done_op(socket_done_op&&) noexcept = default;
    void take() { checked(); }
    rondo::result<void> take_result();
};

/// All of the bytes, however many requests that takes.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API send_all_op : public socket_op {
public:
    send_all_op(const char* verb, int on, const socket_address* peer,
                std::span<const std::byte> from) noexcept;
    send_all_op(send_all_op&&) noexcept = default;
    bool ready() noexcept { return from_.empty(); }
    void start(waiter& who);
    void take();
    rondo::result<void> take_result();
    /// Bytes that the system has taken: all, or as many as there were when it failed or was cancelled.
    std::size_t moved() const noexcept { return moved_; }

private:
    static bool go_on(op_wait& self) noexcept;
    void ask_for_rest() noexcept;
    std::span<const std::byte> from_;
    std::size_t moved_ = 0;
};

/// The next connection: its descriptor, and where it comes from.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API accept_base : public op_wait {
public:
    accept_base(const char* verb, int on, const socket_address* where) noexcept
        : op_wait(opcode::accept, verb, on), where_(where) {}
    accept_base(accept_base&& other) noexcept : op_wait(std::move(other)), where_(other.where_) {}
    void start(waiter& who);

protected:
    int checked();
    rondo::result<int> checked_result();
    socket_address from() const;

private:
    const socket_address* where_;
    alignas(8) unsigned char address_[112] = {};
    std::uint32_t size_ = 0;
};

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API connect_op : public socket_op {
public:
    connect_op(const char* verb, int on, const socket_address& to) noexcept;
    connect_op(connect_op&&) noexcept = default;
    void take() { checked(); }
    rondo::result<void> take_result();
};

} // namespace rondo::inline v0::detail
