// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/detail/socket_ops.hpp>

#include <rondo/base/error.hpp>

#include <algorithm>
#include <cerrno>

#include <sys/socket.h>

namespace rondo::inline v0::detail {

namespace {

constexpr std::size_t most_at_once = 1U << 30;

std::uint32_t at_once(std::size_t size) noexcept {
    return static_cast<std::uint32_t>(std::min(size, most_at_once));
}

} // namespace

std::string asked_of_peer(const char* verb, int descriptor, const socket_address* peer) {
    const bool named = peer && peer->type() != socket_address::kind::unix_unnamed;
    return std::string(verb) + "(" + (named ? peer->str() : std::to_string(descriptor)) + ")";
}

const char* connection_advice(int number) noexcept {
    switch (number) {
    case ECONNRESET:
        return "the peer ended the connection without reading all that it was sent";
    case EPIPE:
        return "the connection is closed in this direction";
    case ECONNREFUSED:
        return "nobody listens there";
    case ENOENT:
        return "there is no socket of that name";
    case ETIMEDOUT:
        return "nobody answers there";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "there is no way to that host";
    case EADDRINUSE:
        return "another socket has this address: choose another port, 0 for any that is free";
    case EADDRNOTAVAIL:
        return "this address is not one of this machine's";
    case EACCES:
        return "ports below 1024, and sockets of others, need more rights";
    case EMFILE:
    case ENFILE:
        return "close descriptors, or raise `ulimit -n`";
    case EBADF:
        return "the socket is not open, or was closed while somebody waited";
    case EMSGSIZE:
        return "a datagram is sent whole, and this one is too long";
    case EDESTADDRREQ:
    case ENOTCONN:
        return "it is not connected";
    default:
        return "";
    }
}

std::int64_t socket_op::checked() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return *got;
    const int number = got.error().number;
    throw error(number, asked_of_peer(verb(), on(), peer_), connection_advice(number));
}

rondo::result<std::int64_t> socket_op::checked_result() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return got;
    return failure(got.error().number, verb(), on(), connection_advice(got.error().number));
}

socket_size_op::socket_size_op(opcode what, const char* verb, int on, const socket_address* peer,
                               void* memory, std::size_t size, std::uint32_t flag) noexcept
    : socket_op(what, verb, on, peer) {
    buffer = memory;
    length = at_once(size);
    flags = flag;
}

rondo::result<std::size_t> socket_size_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return static_cast<std::size_t>(*got);
}

rondo::result<void> socket_done_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return {};
}

send_all_op::send_all_op(const char* verb, int on, const socket_address* peer,
                         std::span<const std::byte> from) noexcept
    : socket_op(opcode::send, verb, on, peer), from_(from) {
    more = &go_on;
}

void send_all_op::ask_for_rest() noexcept {
    const std::span<const std::byte> rest = from_.subspan(moved_);
    buffer = const_cast<std::byte*>(rest.data());
    length = at_once(rest.size());
}

bool send_all_op::go_on(op_wait& self) noexcept {
    auto& all = static_cast<send_all_op&>(self);
    all.moved_ += static_cast<std::size_t>(all.result);
    if (all.moved_ == all.from_.size()) return false;
    all.ask_for_rest();
    return true;
}

void send_all_op::start(waiter& who) {
    moved_ = 0;
    ask_for_rest();
    op_wait::start(who);
}

void send_all_op::take() {
    if (!from_.empty()) checked();
}
rondo::result<void> send_all_op::take_result() {
    if (from_.empty()) return {};
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return {};
}

void accept_base::start(waiter& who) {
    static_assert(sizeof(size_) == sizeof(socklen_t));
    size_ = sizeof address_;
    buffer = address_;
    second = &size_;
    flags = SOCK_CLOEXEC;
    op_wait::start(who);
}

int accept_base::checked() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return static_cast<int>(*got);
    const int number = got.error().number;
    throw error(number, asked_of_peer(verb(), on(), where_), connection_advice(number));
}

rondo::result<int> accept_base::checked_result() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return static_cast<int>(*got);
    return failure(got.error().number, verb(), on(), connection_advice(got.error().number));
}

socket_address accept_base::from() const {
    return socket_address::from_system(reinterpret_cast<const sockaddr*>(address_), size_);
}

connect_op::connect_op(const char* verb, int on, const socket_address& to) noexcept
    : socket_op(opcode::connect, verb, on, &to) {
    buffer = const_cast<sockaddr*>(to.data());
    length = to.size();
}

rondo::result<void> connect_op::take_result() {
    const rondo::result<std::int64_t> got = checked_result();
    if (!got) return got.error();
    return {};
}

} // namespace rondo::inline v0::detail
