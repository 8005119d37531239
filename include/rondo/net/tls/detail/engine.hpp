// SPDX-License-Identifier: BSL-1.0
//
// One side of a TLS connection without its socket: bytes of the wire in and out, bytes of the user in and out.
//
//     read from the socket ──► feed ──► [ engine ] ──► read          write ──► [ engine ] ──► take_output ──► to the socket
#pragma once

#include <rondo/net/tls/context.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rondo::inline v0::detail {

class RONDO_API tls_engine {
public:
    /// `host`: the name that is asked for and verified, or an address.
    tls_engine(const tls_client_context& by, std::string host);
    explicit tls_engine(const tls_server_context& by);
    tls_engine(const tls_engine&) = delete;
    ~tls_engine();

    /// Goes on with the handshake. Returns: whether it is over; else more input is needed. Throws: tls_error; what was to be
    /// said to the peer about it is output.
    bool handshake();
    bool is_open() const noexcept; ///< the handshake is over
    /// Returns: how many bytes; 0 when the peer has said its end; empty when more input is needed. Throws: tls_error.
    std::optional<std::size_t> read(std::span<std::byte> into);
    /// Takes all of it, to be output. Throws: tls_error.
    void write(std::span<const std::byte> from);
    void say_end() noexcept;
    void feed(std::span<const std::byte> input);
    /// There is no more input. Throws: tls_error (truncated), always.
    [[noreturn]] void input_ended();
    [[noreturn]] void too_late(std::string_view limit);
    /// Puts into `into`, which is empty, what is to go out. Returns: whether there is any.
    bool take_output(std::vector<std::byte>& into);

    std::string alpn() const;
    tls_version version() const noexcept;
    std::string cipher() const;
    bool resumed() const noexcept;
    std::string peer_subject() const;

private:
    struct parts;
    [[noreturn]] void fail(int code);
    std::unique_ptr<parts> parts_;
};

} // namespace rondo::inline v0::detail
