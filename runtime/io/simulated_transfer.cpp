// SPDX-License-Identifier: BSL-1.0
//
// Sockets of the simulated world: what moves bytes, and what says whether any could be moved.
#include "simulated_sockets.hpp"

#include "perform.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace rondo::inline v0::detail {

namespace {

bool is_message(const op& one) noexcept {
    return one.code == opcode::receive_message || one.code == opcode::send_message;
}

// The memory that an operation names.
std::vector<iovec> pieces_of(const op& one) {
    if (is_message(one)) {
        const auto* const all = static_cast<const msghdr*>(one.buffer);
        return {all->msg_iov, all->msg_iov + all->msg_iovlen};
    }
    if (one.code == opcode::read_vector || one.code == opcode::write_vector) {
        const auto* const all = static_cast<const iovec*>(one.buffer);
        return {all, all + one.length};
    }
    return {iovec{one.buffer, one.length}};
}

std::size_t size_of(const std::vector<iovec>& pieces) noexcept {
    std::size_t size = 0;
    for (const iovec& each : pieces) size += each.iov_len;
    return size;
}

std::string gathered(const std::vector<iovec>& pieces, std::size_t most) {
    std::string all;
    for (const iovec& each : pieces)
        all.append(static_cast<const char*>(each.iov_base), std::min(each.iov_len, most - all.size()));
    return all;
}

std::size_t scatter(const std::vector<iovec>& pieces, std::string_view from, std::size_t most) {
    std::size_t moved = 0;
    const std::size_t size = std::min(from.size(), most);
    for (const iovec& each : pieces) {
        const std::size_t part = std::min(each.iov_len, size - moved);
        if (part != 0) std::memcpy(each.iov_base, from.data() + moved, part);
        moved += part;
    }
    return moved;
}

std::uint32_t flags_of(const op& one) noexcept {
    const bool has = is_message(one) || one.code == opcode::send || one.code == opcode::receive;
    return has ? one.flags : 0;
}

} // namespace

op_list& simulated_network::parked_at(const op& one, simulated_socket& of) const noexcept {
    return (readiness_of(one) & ~std::uint32_t(POLLOUT)) != 0 ? of.in : of.out;
}

std::size_t simulated_network::room_for(const simulated_socket& of) const noexcept {
    const std::size_t used = of.arrived.size() + of.under_way;
    return used < options_.buffer_bytes ? options_.buffer_bytes - used : 0;
}

std::int64_t simulated_network::events(const op& one, const simulated_socket& of) const {
    const socket_pointer other = of.other.lock();
    std::uint32_t holds = 0;
    const bool readable = !of.arrived.empty() || of.ended || !of.backlog.empty() || !of.datagrams.empty();
    if (readable || of.broken != 0) holds |= POLLIN;
    const bool connected = of.is == simulated_socket::phase::connected;
    if (!of.stream || of.broken != 0 || (connected && (!other || of.cut || room_for(*other) != 0)))
        holds |= POLLOUT;
    if (of.ended) holds |= POLLRDHUP;
    if (of.ended && of.said_end) holds |= POLLHUP;
    if (of.broken != 0) holds |= POLLERR;
    return holds & (one.flags | POLLHUP | POLLERR);
}

std::int64_t simulated_network::shut_down(const op& one, const socket_pointer& of) {
    if (of->is == simulated_socket::phase::listening) {
        of->is = simulated_socket::phase::fresh;
        look_again(of);
        return 0;
    }
    if (of->is != simulated_socket::phase::connected) return -ENOTCONN;
    if (one.flags != SHUT_RD && !std::exchange(of->said_end, true))
        if (const socket_pointer other = of->other.lock(); other && !of->cut && of->stream)
            send_off({message::end, other});
    if (one.flags != SHUT_WR) {
        of->deaf = of->ended = true;
        look_again(of);
    }
    return 0;
}

std::int64_t simulated_network::send(op& one, const socket_pointer& of, std::size_t most) {
    const auto* const header =
        one.code == opcode::send_message ? static_cast<const msghdr*>(one.buffer) : nullptr;
    if (header && header->msg_controllen != 0) return -EOPNOTSUPP;
    const std::vector<iovec> pieces = pieces_of(one);
    const std::size_t asked = size_of(pieces);
    if (!of->stream) {
        std::string to = of->remote;
        if (header && header->msg_namelen != 0)
            to.assign(static_cast<const char*>(header->msg_name), header->msg_namelen);
        const socket_pointer paired = of->other.lock();
        if (to.empty() && !paired) return of->broken != 0 ? -std::exchange(of->broken, 0) : -EDESTADDRREQ;
        if (of->broken != 0) return -std::exchange(of->broken, 0);
        if (asked > 65'507) return -EMSGSIZE;
        give_name(*of);
        const socket_pointer at = paired ? paired : bound_to(to, false);
        const bool local_only = of->family == AF_UNIX;
        if (!at || at->closed) {
            if (local_only) return -ECONNREFUSED;
            if (of->remote == to && !is_silent(to)) of->broken = ECONNREFUSED; // the host says so, afterwards
            return static_cast<std::int64_t>(asked);
        }
        if (is_silent(to) || world_.datagram_is_lost()) return static_cast<std::int64_t>(asked);
        const int copies = world_.datagram_is_doubled() ? 2 : 1;
        for (int i = 0; i != copies; ++i)
            send_off({message::datagram, at, gathered(pieces, asked), seen_from(*of)});
        return static_cast<std::int64_t>(asked);
    }
    if (of->is != simulated_socket::phase::connected)
        return of->is == simulated_socket::phase::connecting ? std::int64_t(must_wait)
                                                             : -(of->broken != 0 ? of->broken : EPIPE);
    if (of->broken != 0) return -std::exchange(of->broken, 0);
    if (of->said_end) return -EPIPE;
    if (asked == 0) return 0;
    if (of->cut) { // nobody says that it has arrived
        const std::size_t moved = std::min({asked, most, options_.buffer_bytes - of->unheard});
        of->unheard += moved;
        return moved != 0 ? static_cast<std::int64_t>(moved) : std::int64_t(must_wait);
    }
    const socket_pointer other = of->other.lock();
    if (!other) return -EPIPE;
    const std::size_t room = room_for(*other);
    if (room == 0) return must_wait;
    parcel sent{message::bytes, other, gathered(pieces, std::min({asked, room, most}))};
    const std::size_t moved = sent.bytes.size();
    other->under_way += moved;
    send_off(std::move(sent));
    return static_cast<std::int64_t>(moved);
}

std::int64_t simulated_network::receive(op& one, const socket_pointer& of, std::size_t most) {
    auto* const header = one.code == opcode::receive_message ? static_cast<msghdr*>(one.buffer) : nullptr;
    const std::vector<iovec> pieces = pieces_of(one);
    const std::uint32_t flags = flags_of(one);
    const bool peeks = (flags & MSG_PEEK) != 0;
    if (header) {
        header->msg_controllen = 0;
        header->msg_flags = 0;
    }
    if (!of->stream) {
        if (of->datagrams.empty())
            return of->broken != 0 ? -std::exchange(of->broken, 0) : std::int64_t(must_wait);
        const auto& [from, bytes] = of->datagrams.front();
        const std::size_t moved = scatter(pieces, bytes, bytes.size());
        const std::size_t whole = bytes.size();
        if (header) {
            if (header->msg_name)
                std::memcpy(header->msg_name, from.data(),
                            std::min<std::size_t>(from.size(), header->msg_namelen));
            header->msg_namelen = static_cast<socklen_t>(from.size());
            if (moved < whole) header->msg_flags = MSG_TRUNC;
        }
        if (!peeks) {
            of->datagram_bytes -= whole;
            of->datagrams.pop_front();
        }
        return static_cast<std::int64_t>((flags & MSG_TRUNC) != 0 ? whole : moved);
    }
    if (of->is == simulated_socket::phase::connecting) return must_wait;
    if (of->is != simulated_socket::phase::connected) return -ENOTCONN;
    if (size_of(pieces) == 0) return 0;
    if (!of->arrived.empty()) {
        const std::size_t moved = scatter(pieces, of->arrived, most);
        if (!peeks) of->arrived.erase(0, moved);
        if (const socket_pointer other = of->other.lock(); other && !peeks && !of->cut) look_again(other);
        return static_cast<std::int64_t>(moved);
    }
    if (of->broken != 0) return -std::exchange(of->broken, 0);
    return of->ended ? std::int64_t(0) : std::int64_t(must_wait);
}

} // namespace rondo::inline v0::detail
