// SPDX-License-Identifier: BSL-1.0
//
// Sockets of the simulated world: what does not move bytes. See simulated_transfer.cpp for what does.
#include "simulated_sockets.hpp"

#include "perform.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

// Where the port is in an address, of both IP families.
constexpr std::size_t port_at = 2;

std::string address_of(const op& one) { return {static_cast<const char*>(one.buffer), one.length}; }

bool is_ip(const simulated_socket& of) noexcept { return of.family != AF_UNIX; }

unsigned port_in(const std::string& address) noexcept {
    std::uint16_t port = 0;
    std::memcpy(&port, address.data() + port_at, sizeof port);
    return ntohs(port);
}
void set_port(std::string& address, unsigned port) noexcept {
    const std::uint16_t written = htons(static_cast<std::uint16_t>(port));
    std::memcpy(address.data() + port_at, &written, sizeof written);
}
std::string with_host(const std::string& address, bool loopback) {
    std::string made = address;
    const bool six = made.size() == sizeof(sockaddr_in6);
    std::fill(made.begin() + (six ? 8 : 4), made.begin() + (six ? 24 : 8), '\0');
    if (loopback && six) made[23] = 1;
    if (loopback && !six) made[4] = 127, made[7] = 1;
    return made;
}
bool holds_family(const std::string& address, int family) noexcept {
    sa_family_t said = 0;
    if (address.size() < sizeof said) return false;
    std::memcpy(&said, address.data(), sizeof said);
    const std::size_t least = family == AF_INET    ? sizeof(sockaddr_in)
                              : family == AF_INET6 ? sizeof(sockaddr_in6)
                                                   : 2;
    return said == family && address.size() >= least;
}
std::string nameless(int family) {
    std::string made(family == AF_INET    ? sizeof(sockaddr_in)
                     : family == AF_INET6 ? sizeof(sockaddr_in6)
                                          : sizeof(sa_family_t),
                     '\0');
    const auto said = static_cast<sa_family_t>(family);
    std::memcpy(made.data(), &said, sizeof said);
    return made;
}
std::int64_t hand_out(const std::string& from, op& one) noexcept {
    std::memcpy(one.buffer, from.data(), std::min<std::size_t>(from.size(), one.length));
    return static_cast<std::int64_t>(from.size());
}

} // namespace

// ---- names

simulated_network::socket_pointer simulated_network::bound_to(const std::string& address, bool stream) {
    std::vector<std::string> ways{address};
    if (!holds_family(address, AF_UNIX)) {
        ways.push_back(with_host(address, false)); // who listens everywhere
        if (with_host(address, false) == address) ways.push_back(with_host(address, true));
    }
    for (const std::string& way : ways) {
        const auto found = bound_.find({stream, way});
        if (found == bound_.end()) continue;
        auto& all = found->second;
        std::erase_if(all, [](const auto& each) { return each.expired() || each.lock()->closed; });
        if (!all.empty()) return all[turn_++ % all.size()].lock();
    }
    return nullptr;
}

bool simulated_network::is_silent(const std::string& address) const {
    return std::ranges::find(silent_, address) != silent_.end();
}

void simulated_network::give_name(simulated_socket& of) {
    if (of.bound || !is_ip(of)) return;
    of.local = with_host(nameless(of.family), true);
    set_port(of.local, next_port_++);
    of.bound = true;
    if (!of.stream) bound_[{false, of.local}].push_back(world_.socket_of(of.descriptor)); // to be answered
}

std::string simulated_network::seen_from(const simulated_socket& of) const {
    const bool everywhere = is_ip(of) && with_host(of.local, false) == of.local;
    return everywhere ? with_host(of.local, true) : of.local;
}

// Returns: 0 or -errno.
int simulated_network::bind(simulated_socket& of, std::string address) {
    if (of.bound) return -EINVAL;
    if (!holds_family(address, of.family)) return -EINVAL;
    if (is_ip(of) && port_in(address) == 0) set_port(address, next_port_++);
    auto& all = bound_[{of.stream, address}];
    std::erase_if(all, [](const auto& each) { return each.expired() || each.lock()->closed; });
    const bool shared = of.options.contains({SOL_SOCKET, SO_REUSEPORT});
    const auto shares = [](const auto& each) {
        return each.lock()->options.contains({SOL_SOCKET, SO_REUSEPORT});
    };
    if (!all.empty() && !(shared && std::ranges::all_of(all, shares))) return -EADDRINUSE;
    of.local = address;
    of.bound = true;
    return 0;
}

simulated_network::socket_pointer simulated_network::made(int family, bool stream) {
    auto one = std::make_shared<simulated_socket>();
    one->family = family;
    one->stream = stream;
    one->local = nameless(family);
    return one;
}

void simulated_network::join(const socket_pointer& a, const socket_pointer& b) {
    a->other = b;
    b->other = a;
    a->is = b->is = simulated_socket::phase::connected;
}

std::int64_t simulated_network::ask(op& one, simulated_socket* of) {
    const int type = static_cast<int>(one.flags) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    switch (one.code) {
    case opcode::make_socket:
    case opcode::socket_pair: {
        if (one.descriptor != AF_INET && one.descriptor != AF_INET6 && one.descriptor != AF_UNIX)
            return -EAFNOSUPPORT;
        if (type != SOCK_STREAM && type != SOCK_DGRAM) return -EPROTONOSUPPORT;
        const socket_pointer first = made(one.descriptor, type == SOCK_STREAM);
        if (one.code == opcode::make_socket) return first->descriptor = world_.take_in(first);
        const socket_pointer second = made(one.descriptor, type == SOCK_STREAM);
        join(first, second);
        const int made_first = first->descriptor = world_.take_in(first);
        if (made_first < 0) return made_first;
        const int made_second = second->descriptor = world_.take_in(second);
        if (made_second < 0) return world_.close(made_first), made_second;
        static_cast<int*>(one.second)[0] = made_first;
        static_cast<int*>(one.second)[1] = made_second;
        return 0;
    }
    case opcode::bind: {
        const int code = bind(*of, address_of(one));
        if (code == 0) bound_[{of->stream, of->local}].push_back(world_.socket_of(of->descriptor));
        return code;
    }
    case opcode::listen:
        if (!of->stream) return -EOPNOTSUPP;
        if (of->is != simulated_socket::phase::fresh && of->is != simulated_socket::phase::listening)
            return -EINVAL;
        if (!of->bound && !is_ip(*of)) return -EINVAL;
        give_name(*of);
        of->is = simulated_socket::phase::listening;
        of->most_waiting = std::max<std::size_t>(one.length, 1);
        return 0;
    case opcode::set_option:
        of->options[{one.flags, one.offset}] = address_of(one);
        return 0;
    case opcode::get_option: {
        if (one.flags == SOL_SOCKET && one.offset == SO_ERROR)
            return hand_out({reinterpret_cast<const char*>(&of->broken), sizeof of->broken}, one);
        if (one.flags == SOL_SOCKET && one.offset == SO_PEERCRED) {
            const ucred all{::getpid(), ::getuid(), ::getgid()};
            return hand_out({reinterpret_cast<const char*>(&all), sizeof all}, one);
        }
        const auto found = of->options.find({one.flags, one.offset});
        return hand_out(found == of->options.end() ? std::string(sizeof(int), '\0') : found->second, one);
    }
    case opcode::local_name:
        return hand_out(of->local, one);
    default:
        return of->remote.empty() ? -ENOTCONN : hand_out(of->remote, one);
    }
}

// ---- connections

std::int64_t simulated_network::connect(op& one, const socket_pointer& of) {
    const std::string to = address_of(one);
    if (of->broken != 0) return -std::exchange(of->broken, 0);
    if (of->is == simulated_socket::phase::connecting) return must_wait;
    if (of->is == simulated_socket::phase::connected) {
        if (one.driver_data[1] == of.get()) return 0; // it is this very one that was waited for
        if (of->stream) return -EISCONN;
    }
    if (of->is == simulated_socket::phase::listening) return -EISCONN;
    if (!holds_family(to, of->family)) return -EAFNOSUPPORT;
    give_name(*of);
    of->remote = to;
    if (!of->stream) {
        of->is = simulated_socket::phase::connected;
        return 0;
    }
    of->is = simulated_socket::phase::connecting;
    one.driver_data[1] = of.get();
    if (!is_silent(to)) {
        parcel knock{message::knock, of};
        knock.from = to;
        send_off(std::move(knock));
    }
    return of->is == simulated_socket::phase::connecting ? std::int64_t(must_wait) : connect(one, of);
}

std::int64_t simulated_network::accept(op& one, simulated_socket& of) {
    if (of.is != simulated_socket::phase::listening) return -EINVAL;
    if (of.backlog.empty()) return must_wait;
    const socket_pointer next = of.backlog.front();
    const int descriptor = world_.take_in(next);
    if (descriptor < 0) return descriptor;
    of.backlog.pop_front();
    next->descriptor = descriptor;
    if (one.buffer) {
        auto& room = *static_cast<socklen_t*>(one.second);
        std::memcpy(one.buffer, next->remote.data(), std::min<std::size_t>(next->remote.size(), room));
        room = static_cast<socklen_t>(next->remote.size());
    }
    return descriptor;
}

void simulated_network::close(const socket_pointer& of) {
    of->closed = true;
    for (const socket_pointer& waiting : std::exchange(of->backlog, {})) {
        waiting->closed = true;
        if (const socket_pointer other = waiting->other.lock()) send_off({message::reset, other});
    }
    const socket_pointer other = of->stream ? of->other.lock() : nullptr;
    if (!other || of->cut) return;
    // Who leaves without reading what has arrived does not part in peace.
    if (!of->arrived.empty())
        send_off({message::reset, other});
    else if (!of->said_end)
        send_off({message::end, other});
}

void simulated_network::reset(const socket_pointer& of) {
    const socket_pointer other = of->other.lock();
    for (const socket_pointer& each : {of, other}) {
        if (!each) continue;
        parcel lost{message::reset, each};
        arrive(lost);
    }
}

void simulated_network::cut(const socket_pointer& of) {
    of->cut = true;
    if (const socket_pointer other = of->other.lock()) other->cut = true;
}

// ---- what is under way

void simulated_network::send_off(parcel what) {
    if (what.to->cut && what.is != message::knock) return;
    const duration latency = world_.network_latency();
    const instant now = world_.now();
    instant when = saturating_add(now, latency);
    if (what.is != message::datagram) when = what.to->last_arrival = std::max(when, what.to->last_arrival);
    if (when <= now) return arrive(what);
    under_way_.emplace(std::pair(when, ++sequence_), std::move(what));
}

void simulated_network::deliver_due(instant now) {
    while (!under_way_.empty() && under_way_.begin()->first.first <= now) {
        parcel next = std::move(under_way_.begin()->second);
        under_way_.erase(under_way_.begin());
        arrive(next);
    }
}

void simulated_network::arrive(parcel& what) {
    const socket_pointer& to = what.to;
    const bool lost = to->cut && what.is != message::reset;
    switch (what.is) {
    case message::bytes:
        to->under_way -= what.bytes.size();
        if (lost) return;
        if (to->closed || to->deaf) {
            if (const socket_pointer other = to->other.lock(); other && to->closed)
                send_off({message::reset, other});
            return;
        }
        if (to->broken == 0) to->arrived += what.bytes;
        break;
    case message::end:
        if (lost) return;
        to->ended = true;
        break;
    case message::reset:
        if (to->closed) return;
        to->broken = ECONNRESET;
        to->ended = to->said_end = true;
        to->arrived.clear();
        break;
    case message::knock: { // a connection is asked for; `from` is where
        const socket_pointer at = bound_to(what.from, true);
        parcel answer{message::answer, to};
        if (!at || at->is != simulated_socket::phase::listening) {
            answer.code = holds_family(what.from, AF_UNIX) && !at ? ENOENT : ECONNREFUSED;
        } else if (at->backlog.size() >= at->most_waiting) {
            // Nobody answers, and it is asked again.
            if (!to->closed)
                under_way_.emplace(std::pair(saturating_add(world_.now(), 1s), ++sequence_), std::move(what));
            return;
        } else {
            answer.extra = made(to->family, true);
            answer.extra->local = is_ip(*to) ? what.from : at->local;
            answer.extra->options = at->options;
            answer.extra->bound = true;
            answer.extra->remote = to->local;
            answer.extra->other = to;
            to->other = answer.extra;
            answer.extra->is = simulated_socket::phase::connected;
            if (!to->closed) at->backlog.push_back(answer.extra);
        }
        send_off(std::move(answer));
        if (at) look_again(at);
        return;
    }
    case message::answer:
        to->broken = what.code;
        to->is = what.code == 0 ? simulated_socket::phase::connected : simulated_socket::phase::fresh;
        if (to->closed && what.extra) send_off({message::reset, what.extra});
        break;
    case message::datagram:
        if (to->closed || to->datagram_bytes + what.bytes.size() > options_.buffer_bytes) return;
        // Who is connected hears nobody else.
        if (!to->remote.empty() && what.from != to->remote) return;
        to->datagram_bytes += what.bytes.size();
        to->datagrams.emplace_back(std::move(what.from), std::move(what.bytes));
        break;
    }
    look_again(to);
}

void simulated_network::look_again(const socket_pointer& of) {
    if (of->in.empty() && of->out.empty()) return;
    to_look_at_.push_back(of);
    if (!busy_) look_at_all();
}

void simulated_network::look_at_all() noexcept {
    busy_ = true;
    while (!to_look_at_.empty()) {
        const socket_pointer of = std::move(to_look_at_.front());
        to_look_at_.pop_front();
        world_.serve_socket(of, of->in);
        world_.serve_socket(of, of->out);
    }
    busy_ = false;
}

std::int64_t simulated_network::attempt(op& one, const socket_pointer& of, std::size_t most) {
    switch (one.code) {
    case opcode::poll: {
        const std::int64_t holds = events(one, *of);
        return holds != 0 ? holds : std::int64_t(must_wait);
    }
    case opcode::accept:
        return accept(one, *of);
    case opcode::connect:
        return connect(one, of);
    case opcode::shutdown:
        return shut_down(one, of);
    case opcode::read:
    case opcode::receive:
    case opcode::read_vector:
    case opcode::receive_message:
        return receive(one, of, most);
    case opcode::write:
    case opcode::send:
    case opcode::write_vector:
    case opcode::send_message:
        return send(one, of, most);
    default:
        return -EOPNOTSUPP;
    }
}

} // namespace rondo::inline v0::detail
