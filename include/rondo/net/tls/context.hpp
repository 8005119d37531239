// SPDX-License-Identifier: BSL-1.0
//
// What TLS connections have in common: certificates, whom to trust, which versions. A library of its own, over OpenSSL 3:
// link rondo::tls.
#pragma once

#include <rondo/base/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

/// Why a TLS connection was refused, or ended.
enum class tls_failure : unsigned char {
    other,
    expired,         ///< the peer's certificate was valid until before now
    not_yet_valid,   ///< it will be
    wrong_host,      ///< it is for other names
    self_signed,     ///< nobody vouches for it
    unknown_ca,      ///< who vouches for it is not trusted here
    bad_certificate, ///< it is damaged, revoked, or made for something else
    no_certificate,  ///< the peer has none, and is to have one
    no_common_version,
    no_common_protocol, ///< of those offered by ALPN
    not_tls,            ///< what came is something else
    refused_by_peer,    ///< it has said why: see the text
    truncated,          ///< the connection ended without the peer saying so: something may be missing
    late,               ///< the handshake took too long
    bad_setting,        ///< a certificate, a key or a list of roots that cannot be used
};

/// `tls_connect(example.org): [errno 71] Protocol error: the certificate has expired, on 2026-01-02 03:04:05 UTC: …`.
/// As a rondo::error it is EPROTO.
class RONDO_API tls_error : public error {
public:
    tls_error(tls_failure why, std::string_view asked, std::string_view text);
    tls_error(const tls_error&) = default;
    ~tls_error() override;
    tls_failure why() const noexcept { return why_; }

private:
    tls_failure why_;
};

enum class tls_version : unsigned char { v1_2, v1_3 };

/// Lifetime: texts are copied, files are read when the context is made.
struct tls_client_options {
    std::string_view roots_file{};       ///< PEM: who is trusted; with roots empty: whom the system trusts
    std::string_view roots{};            ///< the same as text; in addition, when both are there
    std::string_view certificate_file{}; ///< PEM, one's own and those above it, for servers that ask for one
    std::string_view key_file{};
    std::string_view certificate{}; ///< as text
    std::string_view key{};
    std::string_view alpn{}; ///< protocols that are offered: "http/1.1", "h2,http/1.1"
    tls_version least = tls_version::v1_2;
    bool verify = true;              ///< false: whoever answers is taken for the server
    std::int64_t verify_at = 0;      ///< for which time, in seconds since 1970; 0: now. For simulations
    std::size_t most_sessions = 256; ///< hosts of which a session is kept, to be resumed
};

namespace detail {
struct tls_client_parts;
struct tls_server_parts;
} // namespace detail

/// Whom a client trusts. Copies are the same. Threads: one loop's.
class RONDO_API tls_client_context {
public:
    /// Throws: tls_error (bad_setting), which names the file.
    explicit tls_client_context(tls_client_options options = {});
    const std::shared_ptr<detail::tls_client_parts>& parts() const noexcept { return parts_; }

private:
    std::shared_ptr<detail::tls_client_parts> parts_;
};

/// Lifetime: texts are copied.
struct tls_server_options {
    std::string_view certificate_file{}; ///< PEM, one's own and those above it
    std::string_view key_file{};
    std::string_view certificate{}; ///< as text
    std::string_view key{};
    std::string_view
        alpn{}; ///< protocols that are spoken, the best first; a client that offers none of them is refused
    tls_version least = tls_version::v1_2;
    std::string_view
        client_roots_file{};         ///< PEM: clients must have a certificate that one of these vouches for
    std::string_view client_roots{}; ///< as text
    std::int64_t verify_at = 0;      ///< as for clients
};

/// Who a server is. Copies are the same. Threads: one loop's.
class RONDO_API tls_server_context {
public:
    /// Throws: tls_error (bad_setting), which names the file.
    explicit tls_server_context(tls_server_options options);
    /// Reads the files again; connections that are there go on as they are. Throws: tls_error (bad_setting): then all is as
    /// it was. It waits for the disk.
    void reload();
    /// The same with texts.
    void reload(std::string_view certificate, std::string_view key);
    const std::shared_ptr<detail::tls_server_parts>& parts() const noexcept { return parts_; }

private:
    std::shared_ptr<detail::tls_server_parts> parts_;
};

} // namespace rondo::inline v0
