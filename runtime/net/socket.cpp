// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/socket.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/io/simulated_driver.hpp>
#include <rondo/net/detail/socket_ops.hpp>

#include <cerrno>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

// An operation that never waits, and what came of it.
struct immediate : op {
    immediate(opcode what, int on) noexcept : op([](op&) noexcept {}) {
        code = what;
        descriptor = on;
    }
    immediate& with(const void* memory, std::size_t size) noexcept {
        buffer = const_cast<void*>(memory);
        length = static_cast<std::uint32_t>(size);
        return *this;
    }
    immediate& with_flags(int number, std::int64_t at = -1) noexcept {
        flags = static_cast<std::uint32_t>(number);
        offset = at;
        return *this;
    }
    /// Throws: rondo::error.
    template <class Say>
    std::int64_t made(Say say) {
        scheduler* const here = scheduler::current();
        driver* const io = here ? here->io() : nullptr;
        if (!io)
            throw runtime_error(say() +
                                ": sockets belong to a loop that runs and has a driver: call this in a "
                                "task, by rondo::run(main)");
        by = io;
        if (!io->at_once(*this)) result = -ENOSYS;
        if (result >= 0) return result;
        const auto number = static_cast<int>(-result);
        throw error(number, say(), detail::connection_advice(number));
    }
    driver* by = nullptr;
};

std::string on_descriptor(const char* verb, int descriptor) {
    return std::string(verb) + "(" + std::to_string(descriptor) + ")";
}

constexpr std::chrono::milliseconds in_milliseconds(1);

} // namespace

namespace socket_option {
const socket_option_of<bool> reuse_address{SOL_SOCKET, SO_REUSEADDR, "reuse_address"};
const socket_option_of<bool> reuse_port{SOL_SOCKET, SO_REUSEPORT, "reuse_port"};
const socket_option_of<bool> keep_alive{SOL_SOCKET, SO_KEEPALIVE, "keep_alive"};
const socket_option_of<duration> keep_alive_idle{IPPROTO_TCP, TCP_KEEPIDLE, "keep_alive_idle"};
const socket_option_of<duration> keep_alive_interval{IPPROTO_TCP, TCP_KEEPINTVL, "keep_alive_interval"};
const socket_option_of<int> keep_alive_probes{IPPROTO_TCP, TCP_KEEPCNT, "keep_alive_probes"};
const socket_option_of<duration> user_timeout{IPPROTO_TCP, TCP_USER_TIMEOUT, "user_timeout", in_milliseconds};
const socket_option_of<bool> no_delay{IPPROTO_TCP, TCP_NODELAY, "no_delay"};
const socket_option_of<bool> cork{IPPROTO_TCP, TCP_CORK, "cork"};
const socket_option_of<bool> quick_ack{IPPROTO_TCP, TCP_QUICKACK, "quick_ack"};
const socket_option_of<duration> defer_accept{IPPROTO_TCP, TCP_DEFER_ACCEPT, "defer_accept"};
const socket_option_of<int> send_buffer{SOL_SOCKET, SO_SNDBUF, "send_buffer"};
const socket_option_of<int> receive_buffer{SOL_SOCKET, SO_RCVBUF, "receive_buffer"};
const socket_option_of<int> receive_low{SOL_SOCKET, SO_RCVLOWAT, "receive_low"};
const socket_option_of<std::optional<std::chrono::seconds>> linger{SOL_SOCKET, SO_LINGER, "linger"};
const socket_option_of<bool> broadcast{SOL_SOCKET, SO_BROADCAST, "broadcast"};
const socket_option_of<bool> v6_only{IPPROTO_IPV6, IPV6_V6ONLY, "v6_only"};
const socket_option_of<int> hops{IPPROTO_IP, IP_TTL, "hops"};
const socket_option_of<int> v6_hops{IPPROTO_IPV6, IPV6_UNICAST_HOPS, "v6_hops"};
const socket_option_of<bool> pass_credentials{SOL_SOCKET, SO_PASSCRED, "pass_credentials"};
const socket_option_of<int> pending_error{SOL_SOCKET, SO_ERROR, "pending_error"};
} // namespace socket_option

// ---- owning

socket_handle::socket_handle(int descriptor, driver* of) noexcept
    : descriptor_(descriptor), of_(descriptor >= simulated_driver::first_descriptor ? of : nullptr) {}
socket_handle::socket_handle(socket_handle&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), of_(std::exchange(other.of_, nullptr)) {}
socket_handle& socket_handle::operator=(socket_handle&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = std::exchange(other.descriptor_, -1);
        of_ = std::exchange(other.of_, nullptr);
    }
    return *this;
}
socket_handle::~socket_handle() { close(); }

void socket_handle::close() noexcept {
    if (descriptor_ < 0) return;
    const int ending = std::exchange(descriptor_, -1);
    if (driver* const of = std::exchange(of_, nullptr)) return of->discard(ending);
    // Whoever waits for it is told, while the number still means this socket.
    scheduler* const here = scheduler::current();
    if (driver* const io = here ? here->io() : nullptr) io->closing(ending);
    ::close(ending);
}

int socket_handle::release() noexcept {
    of_ = nullptr;
    return std::exchange(descriptor_, -1);
}

socket_handle socket_handle::make(int family, int type) {
    immediate wish(opcode::make_socket, family);
    const std::int64_t made = wish.with_flags(type).made([] { return std::string("make a socket"); });
    return socket_handle(static_cast<int>(made), wish.by);
}

void socket_handle::make_pair(int type, socket_handle& one, socket_handle& other) {
    int made[2];
    immediate wish(opcode::socket_pair, AF_UNIX);
    wish.second = made;
    wish.with_flags(type).made([] { return std::string("make a pair of sockets"); });
    one = socket_handle(made[0], wish.by);
    other = socket_handle(made[1], wish.by);
}

// ---- addresses

void socket_handle::bind(const socket_address& to) {
    immediate(opcode::bind, descriptor_).with(to.data(), to.size()).made([&] {
        return "bind(" + to.str() + ")";
    });
}

void socket_handle::listen(int backlog, const socket_address& at) {
    immediate(opcode::listen, descriptor_).with(nullptr, static_cast<std::size_t>(backlog)).made([&] {
        return "listen(" + at.str() + ")";
    });
}

socket_address socket_handle::local() const {
    sockaddr_storage room{};
    const std::int64_t size = immediate(opcode::local_name, descriptor_).with(&room, sizeof room).made([&] {
        return on_descriptor("socket_handle::local", descriptor_);
    });
    return socket_address::from_system(reinterpret_cast<const sockaddr*>(&room),
                                       static_cast<std::size_t>(size));
}

socket_address socket_handle::peer() const {
    sockaddr_storage room{};
    const std::int64_t size = immediate(opcode::peer_name, descriptor_).with(&room, sizeof room).made([&] {
        return on_descriptor("socket_handle::peer", descriptor_);
    });
    return socket_address::from_system(reinterpret_cast<const sockaddr*>(&room),
                                       static_cast<std::size_t>(size));
}

void socket_handle::peer_credentials(int& process, unsigned& user, unsigned& group) const {
    ucred all{};
    get_raw(SOL_SOCKET, SO_PEERCRED, "peer_credentials", &all, sizeof all);
    process = all.pid;
    user = all.uid;
    group = all.gid;
}

// ---- options

void socket_handle::set_raw(int level, int name, const char* words, const void* value, std::uint32_t size) {
    immediate(opcode::set_option, descriptor_).with(value, size).with_flags(level, name).made([&] {
        return on_descriptor("socket_handle::set", descriptor_) + " of " + words;
    });
}

std::uint32_t socket_handle::get_raw(int level, int name, const char* words, void* value,
                                     std::uint32_t size) const {
    return static_cast<std::uint32_t>(
        immediate(opcode::get_option, descriptor_).with(value, size).with_flags(level, name).made([&] {
            return on_descriptor("socket_handle::get", descriptor_) + " of " + words;
        }));
}

void socket_handle::set(const socket_option_of<bool>& option, bool value) {
    const int number = value ? 1 : 0;
    set_raw(option.level, option.name, option.words, &number, sizeof number);
}
void socket_handle::set(const socket_option_of<int>& option, int value) {
    set_raw(option.level, option.name, option.words, &value, sizeof value);
}
void socket_handle::set(const socket_option_of<duration>& option, duration value) {
    const auto count = value / option.unit;
    if (count * option.unit != value || count < 0 || count > 0x7fffffff)
        throw value_error(on_descriptor("socket_handle::set", descriptor_) + " of " + option.words + ": " +
                          std::to_string(value.count()) + " ns is no whole number of " +
                          (option.unit == in_milliseconds ? "milliseconds" : "seconds") +
                          " that the system takes");
    const int number = static_cast<int>(count);
    set_raw(option.level, option.name, option.words, &number, sizeof number);
}
void socket_handle::set(const socket_option_of<std::optional<std::chrono::seconds>>& option,
                        std::optional<std::chrono::seconds> value) {
    const ::linger all{value ? 1 : 0, value ? static_cast<int>(value->count()) : 0};
    set_raw(option.level, option.name, option.words, &all, sizeof all);
}

bool socket_handle::get(const socket_option_of<bool>& option) const {
    int number = 0;
    get_raw(option.level, option.name, option.words, &number, sizeof number);
    return number != 0;
}
int socket_handle::get(const socket_option_of<int>& option) const {
    int number = 0;
    get_raw(option.level, option.name, option.words, &number, sizeof number);
    return number;
}
duration socket_handle::get(const socket_option_of<duration>& option) const {
    int number = 0;
    get_raw(option.level, option.name, option.words, &number, sizeof number);
    return number * option.unit;
}
std::optional<std::chrono::seconds>
socket_handle::get(const socket_option_of<std::optional<std::chrono::seconds>>& option) const {
    ::linger all{};
    get_raw(option.level, option.name, option.words, &all, sizeof all);
    if (all.l_onoff == 0) return std::nullopt;
    return std::chrono::seconds(all.l_linger);
}

} // namespace rondo::inline v0
