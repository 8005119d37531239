// SPDX-License-Identifier: BSL-1.0
//
// https for http::client: link rondo::http and rondo::tls.
//
//     https_connector secure;                                     whom the system trusts
//     http::client web({.secure = &secure});
//     auto page = co_await web.get("https://example.org/");
//
// A server needs nothing of its own: co_await http::serve(tls_listen(tcp_listen({.port = 8443}), own), handler);
#pragma once

#include <rondo/net/http/client.hpp>
#include <rondo/net/resolve.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/net/tls/stream.hpp>

#include <memory>
#include <utility>

namespace rondo::inline v0 {

/// Lifetime: longer than the client. Threads: one loop's.
class https_connector final : public http::connector {
public:
    /// `names`: null: its own.
    explicit https_connector(tls_client_context trusts = tls_client_context({.alpn = "http/1.1"}),
                             resolver* names = nullptr)
        : trusts_(std::move(trusts)), names_(names) {}

    task<std::unique_ptr<http::detail::owned_transport>> connect(http::url to) override {
        resolver& names = names_ ? *names_ : own_names_;
        tcp_connect_options how;
        how.timeout = forever; // who asks has a deadline
        tcp_stream over = co_await tcp_connect(names, to.host, to.port, how);
        tls_stream<tcp_stream> secure = co_await tls_connect(std::move(over), to.host, trusts_);
        co_return http::owned_stream(std::move(secure));
    }

private:
    tls_client_context trusts_;
    resolver own_names_;
    resolver* names_;
};

} // namespace rondo::inline v0
