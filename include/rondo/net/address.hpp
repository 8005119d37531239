// SPDX-License-Identifier: BSL-1.0
//
// Addresses as values: `ip_address` is a host's, `socket_address` what a socket is bound to or connected with: an IP address
// and a port, or a unix socket's name. They are parsed, printed the same way, and compared; no name is looked up here.
//
//     ip_address        127.0.0.1   ::1   fe80::1%2
//     socket_address    127.0.0.1:80   [fe80::1%2]:80   unix:/run/app.sock   unix:@abstract   unix: (without a name)
#pragma once

#include <rondo/base/config.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sockaddr;

namespace rondo::inline v0 {

/// The address of a host: IPv4, or IPv6 with a scope where one is needed. Without more it is 0.0.0.0.
class RONDO_API ip_address {
public:
    constexpr ip_address() noexcept = default;
    static constexpr ip_address v4(unsigned a, unsigned b, unsigned c, unsigned d) noexcept {
        ip_address made;
        made.bytes_ = {static_cast<unsigned char>(a), static_cast<unsigned char>(b),
                       static_cast<unsigned char>(c), static_cast<unsigned char>(d)};
        return made;
    }
    /// `scope`: the number of an interface, 0 for none.
    static constexpr ip_address v6(const std::array<unsigned char, 16>& bytes,
                                   std::uint32_t scope = 0) noexcept {
        ip_address made;
        made.six_ = true;
        made.bytes_ = bytes;
        made.scope_ = scope;
        return made;
    }
    static constexpr ip_address loopback_v4() noexcept { return v4(127, 0, 0, 1); }
    static constexpr ip_address loopback_v6() noexcept {
        return v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }
    static constexpr ip_address any_v4() noexcept { return {}; } ///< to listen on every interface
    static constexpr ip_address any_v6() noexcept { return v6({}); }

    /// Throws: value_error, which quotes the text and names the place: `ip_address("1.2.3.256"): at 7: 256 is above 255`.
    static ip_address parse(std::string_view text);
    static std::optional<ip_address> try_parse(std::string_view text); ///< empty when it is none

    constexpr bool is_v4() const noexcept { return !six_; }
    constexpr bool is_v6() const noexcept { return six_; }
    bool is_any() const noexcept; ///< 0.0.0.0, ::
    bool is_loopback() const noexcept;
    bool is_multicast() const noexcept;
    bool is_link_local() const noexcept;
    std::optional<ip_address> mapped_v4() const noexcept; ///< of ::ffff:1.2.3.4: 1.2.3.4
    constexpr std::uint32_t scope() const noexcept { return scope_; }
    std::span<const unsigned char> bytes() const noexcept {
        return {bytes_.data(), six_ ? std::size_t(16) : std::size_t(4)};
    }
    /// As RFC 5952 wants it, the scope as a number.
    std::string str() const;

    /// IPv4 before IPv6, then by bytes, then by scope.
    friend constexpr bool operator==(const ip_address&, const ip_address&) noexcept = default;
    friend constexpr auto operator<=>(const ip_address&, const ip_address&) noexcept = default;

private:
    bool six_ = false;
    std::array<unsigned char, 16> bytes_{};
    std::uint32_t scope_ = 0;
};

/// The address of a socket. Without more it is "unix:", the address of sockets that have no name.
class RONDO_API socket_address {
public:
    enum class kind : unsigned char { v4, v6, unix_path, unix_abstract, unix_unnamed };

    socket_address() noexcept;
    socket_address(const ip_address& host, std::uint16_t port) noexcept;
    /// A name in the file system. Throws: value_error when it is empty, longer than 107 bytes, or holds a NUL.
    static socket_address unix_path(std::string_view path);
    /// A name that is in no file system, and gone with the socket. Throws: value_error: longer than 107 bytes.
    static socket_address unix_abstract(std::string_view name);
    /// What the system says. Throws: value_error for a family that is none of these.
    static socket_address from_system(const sockaddr* from, std::size_t size);

    /// Reads what str() writes. Throws: value_error, which quotes the text and names the place.
    static socket_address parse(std::string_view text);
    static std::optional<socket_address> try_parse(std::string_view text);
    std::string str() const;

    kind type() const noexcept;
    bool is_ip() const noexcept { return type() <= kind::v6; }
    bool is_unix() const noexcept { return !is_ip(); }
    /// Requires: is_ip().
    ip_address host() const noexcept;
    std::uint16_t port() const noexcept;    ///< 0 of a unix address
    std::string_view name() const noexcept; ///< of a unix address: the path, or the abstract name
    int family() const noexcept;            ///< AF_INET, AF_INET6, AF_UNIX

    const sockaddr* data() const noexcept { return reinterpret_cast<const sockaddr*>(bytes_); }
    std::uint32_t size() const noexcept { return size_; } ///< bytes at data()

    friend bool operator==(const socket_address& a, const socket_address& b) noexcept {
        return (a <=> b) == 0;
    }
    /// By kind, then by host and port, or by name.
    std::strong_ordering operator<=>(const socket_address& other) const noexcept;

private:
    static socket_address unix_name(std::string_view name, bool abstract);
    static constexpr std::size_t room = 112;
    alignas(8) unsigned char bytes_[room] = {};
    std::uint32_t size_ = 0;
};

} // namespace rondo::inline v0
