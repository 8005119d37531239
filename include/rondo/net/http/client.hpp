// SPDX-License-Identifier: BSL-1.0
//
// An HTTP/1.1 client. Connections are kept and used again, some for each host, and who wants more of them waits in line.
//
//     http::client web;                                              for as long as connections are to be kept
//     auto page = co_await web.get("http://127.0.0.1:8080/");        the head; redirects are followed
//     std::string text = co_await page.text();                       the body; it can also be read as it comes
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/byte_stream.hpp>
#include <rondo/net/http/detail/transport.hpp>
#include <rondo/net/http/message.hpp>
#include <rondo/net/http/url.hpp>
#include <rondo/net/resolve.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace rondo::inline v0::http {

/// A stream as connector::connect gives it.
template <byte_stream Stream>
std::unique_ptr<detail::owned_transport> owned_stream(Stream of) {
    return std::make_unique<detail::owned_transport_over<Stream>>(std::move(of));
}

/// Who makes the connections of a client.
class RONDO_API connector {
public:
    virtual ~connector();
    /// Connects with where `to` points. The deadline is seen to by who asks. Throws: what is told to the client's user.
    virtual task<std::unique_ptr<detail::owned_transport>> connect(url to) = 0;
};

struct client_options {
    std::size_t max_per_host = 6;   ///< connections at once; who wants more waits in line. At least 1
    std::size_t max_idle = 64;      ///< connections that are kept, of all hosts
    duration idle_timeout = 60s;    ///< for which they are kept
    duration connect_timeout = 30s; ///< a look-up of the name included
    duration head_timeout = 30s;    ///< from the request's end to the response's head
    duration body_timeout = 30s;    ///< for each piece of a body, either way
    std::size_t max_head = 65536;   ///< bytes of a response's head
    std::size_t max_fields = 200;
    unsigned max_redirects = 10; ///< 0: redirects are given as they are
    bool unpack =
        true; ///< asks for gzip, and unpacks it (where the library was built with rondo::compression)
    std::string_view user_agent = "rondo"; ///< lives as long as the client
    resolver* names = nullptr;             ///< null: the client's own
    connector* secure = nullptr;           ///< for https; null: https is refused
};

struct client_request {
    client_request(method how, std::string where) : verb(how), url(std::move(where)) {}
    method verb;
    std::string url;
    headers fields;
    std::variant<std::string, response::stream>
        body; ///< a stream is sent once, and not again after a redirect
};

/// What came is no HTTP, or ends too soon: "GET http://…: the peer has ended within the body".
class RONDO_API bad_response : public std::runtime_error {
public:
    using runtime_error::runtime_error;
    bad_response(const bad_response&) = default;
    ~bad_response() override;
};

struct client_statistics {
    std::uint64_t requests = 0;  ///< redirects and second attempts are counted, too
    std::uint64_t connected = 0; ///< connections made
    std::uint64_t reused = 0;    ///< requests over a connection that was there
    std::uint64_t retried = 0;   ///< as that had gone meanwhile
    std::size_t open = 0;        ///< connections, now
    std::size_t idle = 0;        ///< of these, kept
};

/// A response whose head has come. Its connection is used again when the body was read to the end; else it is closed when
/// this goes. Lifetime: not longer than the client.
class RONDO_API client_response {
public:
    client_response(client_response&&) noexcept;
    client_response& operator=(client_response&&) noexcept;
    ~client_response();

    unsigned status() const noexcept;
    bool ok() const noexcept { return status() >= 200 && status() < 300; }
    const headers& fields() const noexcept;
    const url& where() const noexcept; ///< after redirects
    /// Some bytes, at least one; empty at the end. Lifetime: until the next call. Throws: bad_response; timeout_error;
    /// rondo::error, when the connection breaks. Cancel: the connection is closed.
    task<std::span<const std::byte>> next();
    /// All of it. Throws: as next(); bad_response when there are more than `limit` bytes.
    task<std::string> text(std::size_t limit = 64 << 20);

private:
    friend class client;
    struct parts;
    explicit client_response(std::unique_ptr<parts> of) noexcept;
    std::unique_ptr<parts> parts_;
};

/// Threads: one loop's. Lifetime: longer than its responses, and any wait.
class RONDO_API client {
public:
    /// Throws: value_error for max_per_host 0.
    explicit client(client_options options = {});
    client(const client&) = delete;
    client& operator=(const client&) = delete;
    ~client();

    /// Sends a request, and gives the response when its head has come, whatever its status. 301, 302 and 303 are followed by
    /// GET (HEAD stays), 307 and 308 by the same again; what a redirect to another origin must not learn (Authorization,
    /// Cookie) is left out. A kept connection that turns out to have ended is replaced, once, for what may be sent twice.
    /// Throws: value_error for a bad URL or field; resolve_error; rondo::error; timeout_error; bad_response.
    /// Cancel: the connection is closed. Example: `co_await fail_after(5s, web.get(url))`
    task<client_response> send(client_request what);
    task<client_response> get(std::string url, headers fields = {});
    task<client_response> post(std::string url, std::string body, std::string content_type);

    client_statistics statistics() const noexcept;
    void close_idle() noexcept; ///< connections that are kept

private:
    friend class client_response;
    struct parts;
    task<std::unique_ptr<client_response::parts>> send_once(client_request& what, const url& to);
    std::unique_ptr<parts> parts_;
};

} // namespace rondo::inline v0::http
