// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/address.hpp>

#include "text_reader.hpp"

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace rondo::inline v0 {

using detail::hexadecimal;
using detail::quoted;
using detail::reader;

namespace {

constexpr std::size_t most_name = sizeof(sockaddr_un::sun_path) - 1;

void read_v4(reader& in, unsigned char* into) {
    for (int i = 0; i != 4; ++i) {
        if (i != 0 && !in.skip('.')) in.refuse("an IPv4 address has four numbers, with a '.' between them");
        into[i] = static_cast<unsigned char>(in.number(255, 10, "a number from 0 to 255", 3));
    }
}

bool is_v4_ahead(const reader& in) noexcept {
    const std::string_view part = in.rest().substr(0, in.rest().find_first_not_of("0123456789."));
    return part.find('.') != part.npos;
}

std::array<unsigned char, 16> read_v6(reader& in) {
    std::array<unsigned char, 16> bytes{};
    std::size_t count = 0;
    std::optional<std::size_t> gap;
    if (in.skip("::"))
        gap = 0;
    else if (in.peek() == ':')
        in.refuse("an IPv6 address begins with a group, or with '::'");
    const auto goes_on = [&] {
        return in.peek() == ':' || std::isxdigit(static_cast<unsigned char>(in.peek())) != 0;
    };
    while (goes_on()) {
        if (count == 16) in.refuse("an IPv6 address has no more than eight groups");
        if (is_v4_ahead(in)) {
            if (count > 12) in.refuse("there is no room for an IPv4 address here");
            read_v4(in, bytes.data() + count);
            count += 4;
            break;
        }
        const unsigned group = in.number(0xffff, 16, "a group", 4);
        bytes[count++] = static_cast<unsigned char>(group >> 8);
        bytes[count++] = static_cast<unsigned char>(group);
        const std::size_t before = in.place();
        if (in.skip("::")) {
            if (gap) {
                in.back_to(before);
                in.refuse("'::' stands once");
            }
            gap = count;
        } else if (in.skip(':')) {
            if (!goes_on()) in.refuse("a group is missing");
        } else {
            break;
        }
    }
    if (!gap && count != 16) in.refuse("an IPv6 address has eight groups, or '::' in their place");
    if (gap && count == 16) in.refuse("'::' stands for at least one group");
    if (gap) {
        const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(*gap);
        const auto to = bytes.begin() + static_cast<std::ptrdiff_t>(count);
        std::move_backward(from, to, bytes.end());
        std::fill(from, bytes.end() - (to - from), static_cast<unsigned char>(0));
    }
    return bytes;
}

std::uint32_t read_scope(reader& in, std::string_view stop) {
    const std::string name(in.rest().substr(0, in.rest().find_first_of(stop)));
    if (name.empty()) in.refuse("after '%' stands an interface, or its number");
    std::uint32_t scope = 0;
    const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), scope);
    if (code != std::errc() || end != name.data() + name.size()) scope = ::if_nametoindex(name.c_str());
    if (scope == 0) in.refuse("there is no interface '" + quoted(name) + "'");
    in.back_to(in.place() + name.size());
    return scope;
}

ip_address read_ip(reader& in, std::string_view stop) {
    const std::string_view part = in.rest().substr(0, in.rest().find_first_of(stop));
    if (part.find(':') == part.npos) {
        unsigned char bytes[4];
        read_v4(in, bytes);
        return ip_address::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
    }
    const std::array<unsigned char, 16> bytes = read_v6(in);
    return ip_address::v6(bytes, in.skip('%') ? read_scope(in, stop) : 0);
}

// A name as it is written: what is not printable, and what would be read otherwise, as \xNN.
std::string escaped(std::string_view name, bool abstract) {
    std::string text;
    for (const char each : name) {
        const auto c = static_cast<unsigned char>(each);
        const bool plain = c > 32 && c < 127 && c != '\\' && (abstract || !text.empty() || c != '@');
        if (plain || c == ' ')
            text += each;
        else
            text += {'\\', 'x', hexadecimal[c >> 4], hexadecimal[c & 15]};
    }
    return text;
}

std::string unescaped(reader& in) {
    std::string name;
    while (!in.at_end()) {
        if (in.skip("\\x")) {
            unsigned value = 0;
            for (int i = 0; i != 2; ++i) {
                const char* digit = std::find(hexadecimal, hexadecimal + 16, in.peek());
                if (in.at_end() || digit == hexadecimal + 16)
                    in.refuse("after '\\x' stand two hexadecimal digits");
                value = value * 16 + static_cast<unsigned>(digit - hexadecimal);
                in.skip(*digit);
            }
            name += static_cast<char>(value);
        } else {
            name += in.peek();
            in.back_to(in.place() + 1);
        }
    }
    return name;
}

template <class System>
System as(const socket_address& from) noexcept {
    System made{};
    std::memcpy(&made, from.data(), std::min<std::size_t>(sizeof made, from.size()));
    return made;
}

template <class Value, class Read>
std::optional<Value> unless_refused(Read read) {
    try {
        return read();
    } catch (const value_error&) {
        return std::nullopt;
    }
}

} // namespace

// ---- hosts

ip_address ip_address::parse(std::string_view text) {
    reader in("ip_address", text);
    const ip_address made = read_ip(in, {});
    if (!in.at_end()) in.refuse("'" + quoted(in.rest()) + "' is too much");
    return made;
}
std::optional<ip_address> ip_address::try_parse(std::string_view text) {
    return unless_refused<ip_address>([&] { return parse(text); });
}

bool ip_address::is_any() const noexcept {
    return std::ranges::all_of(bytes_, [](unsigned char byte) { return byte == 0; });
}
bool ip_address::is_loopback() const noexcept {
    if (const auto mapped = mapped_v4()) return mapped->is_loopback();
    return six_ ? bytes_ == loopback_v6().bytes_ : bytes_[0] == 127;
}
bool ip_address::is_multicast() const noexcept {
    return six_ ? bytes_[0] == 0xff : (bytes_[0] & 0xf0) == 0xe0;
}
bool ip_address::is_link_local() const noexcept {
    return six_ ? bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80 : bytes_[0] == 169 && bytes_[1] == 254;
}
std::optional<ip_address> ip_address::mapped_v4() const noexcept {
    constexpr unsigned char prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (!six_ || !std::equal(prefix, prefix + 12, bytes_.begin())) return std::nullopt;
    return v4(bytes_[12], bytes_[13], bytes_[14], bytes_[15]);
}

std::string ip_address::str() const {
    char text[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(six_ ? AF_INET6 : AF_INET, bytes_.data(), text, sizeof text);
    return scope_ == 0 ? std::string(text) : std::string(text) + "%" + std::to_string(scope_);
}

// ---- sockets

socket_address::socket_address() noexcept {
    sockaddr_un none{};
    none.sun_family = AF_UNIX;
    size_ = offsetof(sockaddr_un, sun_path);
    std::memcpy(bytes_, &none, size_);
}

socket_address::socket_address(const ip_address& host, std::uint16_t port) noexcept {
    if (host.is_v4()) {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(port);
        std::memcpy(&made.sin_addr, host.bytes().data(), 4);
        size_ = sizeof made;
        std::memcpy(bytes_, &made, sizeof made);
    } else {
        sockaddr_in6 made{};
        made.sin6_family = AF_INET6;
        made.sin6_port = htons(port);
        made.sin6_scope_id = host.scope();
        std::memcpy(&made.sin6_addr, host.bytes().data(), 16);
        size_ = sizeof made;
        std::memcpy(bytes_, &made, sizeof made);
    }
}

socket_address socket_address::unix_name(std::string_view name, bool abstract) {
    if (name.size() > most_name)
        throw value_error("socket_address(\"" + quoted(name) + "\"): a unix socket's name has at most " +
                          std::to_string(most_name) + " bytes, and this one " + std::to_string(name.size()) +
                          ": use a shorter directory, or change into it");
    sockaddr_un made{};
    made.sun_family = AF_UNIX;
    std::memcpy(made.sun_path + (abstract ? 1 : 0), name.data(), name.size());
    socket_address of;
    of.size_ = static_cast<std::uint32_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
    std::memcpy(of.bytes_, &made, of.size_);
    return of;
}

socket_address socket_address::unix_path(std::string_view path) {
    if (path.empty()) throw value_error("socket_address::unix_path(\"\"): a path is not empty");
    if (path.find('\0') != path.npos)
        throw value_error("socket_address::unix_path(\"" + std::string(path.substr(0, path.find('\0'))) +
                          "…\"): a path holds no NUL");
    return unix_name(path, false);
}
socket_address socket_address::unix_abstract(std::string_view name) { return unix_name(name, true); }

socket_address socket_address::from_system(const sockaddr* from, std::size_t size) {
    socket_address made;
    const int family = size >= sizeof(sa_family_t) ? from->sa_family : AF_UNIX;
    if (family != AF_INET && family != AF_INET6 && family != AF_UNIX)
        throw value_error("socket_address::from_system: family " + std::to_string(family) +
                          " is neither IPv4 nor IPv6 nor unix");
    if (size <= made.size_ && family == AF_UNIX) return made;
    made.size_ = static_cast<std::uint32_t>(std::min(size, sizeof(sockaddr_un)));
    std::memcpy(made.bytes_, from, made.size_);
    if (family == AF_UNIX && made.type() == kind::unix_path) return unix_name(made.name(), false);
    return made;
}

socket_address socket_address::parse(std::string_view text) {
    reader in("socket_address", text);
    if (in.skip("unix:")) {
        if (in.at_end()) return {};
        const bool abstract = in.skip('@');
        const std::size_t begin = in.place();
        const std::string name = unescaped(in);
        in.back_to(begin);
        if (name.size() > most_name)
            in.refuse("a unix socket's name has at most " + std::to_string(most_name) +
                      " bytes, and this one " + std::to_string(name.size()));
        if (!abstract && name.find('\0') != name.npos) in.refuse("a path holds no NUL");
        return unix_name(name, abstract);
    }
    const bool in_brackets = in.skip('[');
    const bool six = text.find(':') != text.rfind(':');
    if (six && !in_brackets) in.refuse("before a port an IPv6 address stands in brackets: [::1]:80");
    const ip_address host = read_ip(in, in_brackets ? "]" : ":");
    if (in_brackets && host.is_v4()) {
        in.back_to(0);
        in.refuse("only an IPv6 address stands in brackets");
    }
    if (in_brackets && !in.skip(']')) in.refuse("']' is missing");
    if (!in.skip(':')) in.refuse("':' and a port are missing");
    const unsigned port = in.number(65535, 10, "a port from 0 to 65535", 5);
    if (!in.at_end()) in.refuse("'" + quoted(in.rest()) + "' is too much");
    return {host, static_cast<std::uint16_t>(port)};
}
std::optional<socket_address> socket_address::try_parse(std::string_view text) {
    return unless_refused<socket_address>([&] { return parse(text); });
}

std::string socket_address::str() const {
    switch (type()) {
    case kind::v4:
        return host().str() + ":" + std::to_string(port());
    case kind::v6:
        return "[" + host().str() + "]:" + std::to_string(port());
    case kind::unix_path:
        return "unix:" + escaped(name(), false);
    case kind::unix_abstract:
        return "unix:@" + escaped(name(), true);
    default:
        return "unix:";
    }
}

int socket_address::family() const noexcept { return data()->sa_family; }

socket_address::kind socket_address::type() const noexcept {
    if (family() == AF_INET) return kind::v4;
    if (family() == AF_INET6) return kind::v6;
    if (size_ <= offsetof(sockaddr_un, sun_path)) return kind::unix_unnamed;
    return bytes_[offsetof(sockaddr_un, sun_path)] == 0 ? kind::unix_abstract : kind::unix_path;
}

ip_address socket_address::host() const noexcept {
    expects(is_ip(), "socket_address::host: a unix address has none");
    if (family() == AF_INET) {
        unsigned char bytes[4];
        const auto all = as<sockaddr_in>(*this);
        std::memcpy(bytes, &all.sin_addr, 4);
        return ip_address::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
    }
    std::array<unsigned char, 16> bytes;
    const auto all = as<sockaddr_in6>(*this);
    std::memcpy(bytes.data(), &all.sin6_addr, 16);
    return ip_address::v6(bytes, all.sin6_scope_id);
}

std::uint16_t socket_address::port() const noexcept {
    if (family() == AF_INET) return ntohs(as<sockaddr_in>(*this).sin_port);
    return family() == AF_INET6 ? ntohs(as<sockaddr_in6>(*this).sin6_port) : std::uint16_t(0);
}

std::string_view socket_address::name() const noexcept {
    constexpr std::size_t path = offsetof(sockaddr_un, sun_path);
    if (is_ip() || size_ <= path) return {};
    const char* from = reinterpret_cast<const char*>(bytes_) + path;
    if (type() == kind::unix_abstract) return {from + 1, size_ - path - 1};
    return {from, ::strnlen(from, size_ - path)};
}

std::strong_ordering socket_address::operator<=>(const socket_address& other) const noexcept {
    if (const auto kinds = type() <=> other.type(); kinds != 0) return kinds;
    if (is_unix()) return name() <=> other.name();
    if (const auto hosts = host() <=> other.host(); hosts != 0) return hosts;
    return port() <=> other.port();
}

} // namespace rondo::inline v0
