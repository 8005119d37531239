// SPDX-License-Identifier: BSL-1.0
//
// An HTTP/1.1 server:
//
//     task<http::response> hello(http::request& ask) { co_return http::response::text("hello\n"); }
//     co_await http::serve(tcp_listen({.port = 8080}), hello);
//
//     bytes ──► head, checked ──► handler ──► response ──► bytes       requests that came together are answered in order
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/byte_stream.hpp>
#include <rondo/net/http/detail/transport.hpp>
#include <rondo/net/http/message.hpp>
#include <rondo/net/serve.hpp>

#include <memory>

namespace rondo::inline v0::http {

struct server_options {
    std::size_t max_line = 8192;       ///< bytes of the request line; beyond: 414
    std::size_t max_head = 65536;      ///< bytes of line and header fields; beyond: 431
    std::size_t max_fields = 100;      ///< beyond: 431
    std::uint64_t max_body = 64 << 20; ///< bytes; beyond: 413
    duration head_timeout = 10s;       ///< from a head's first byte to its end; then 408
    duration idle_timeout = 60s;       ///< between requests; then the connection ends
    duration body_timeout = 30s;       ///< for each piece of a request's body; then 408
    duration write_timeout = 30s;      ///< for each piece of a response; then the connection is dropped
    std::uint64_t max_requests = ~std::uint64_t(0); ///< in a connection
    std::size_t unread_body = 256 << 10; ///< bytes that a handler left are read past; more end the connection
    serve_options connections;           ///< how many, how they end
};

namespace detail {

/// A handler, whatever its type.
class any_handler {
public:
    virtual task<response> answer(request& ask) = 0;

protected:
    ~any_handler() = default;
};

template <class F>
class handler_over final : public any_handler {
public:
    explicit handler_over(F& f) noexcept : f_(f) {}
    task<response> answer(request& ask) override { return f_(ask); }

private:
    F& f_;
};

RONDO_API task<> run_connection(transport& bytes, any_handler& handler, const server_options& options,
                                socket_address peer, serving* server);

} // namespace detail

/// Answers the requests of one connection, until its end: the peer's, a request that asked for it, a malformed one, a
/// timeout, the server's drain. Throws: what the stream throws, but for a peer that has gone. A handler's error is 500, and
/// goes to the hook for what nobody catches. Cancel: at once; the stream's owner closes it.
template <byte_stream Stream, class Handler>
task<> serve_connection(Stream& stream, Handler& handler, server_options options = {},
                        socket_address peer = {}, serving* server = nullptr) {
    detail::transport_over<Stream> bytes(stream);
    detail::handler_over<Handler> answers(handler);
    co_await detail::run_connection(bytes, answers, options, peer, server);
}

namespace detail {

template <class Handler>
struct each_connection {
    template <class Stream>
    task<> operator()(Stream peer, serving& server) const {
        const socket_address from = peer.peer();
        co_await serve_connection(peer, *handler, *options, from, &server);
    }
    Handler* handler;
    const server_options* options;
};

} // namespace detail

/// Serves until it is cancelled, or SIGTERM comes; then each connection may end its request, `connections.drain` long.
/// `handler(request&)` gives a `task<response>`; one for all connections, it outlives them.
template <class Listener, class Handler>
task<> serve(Listener listener, Handler handler, server_options options = {}) {
    const detail::each_connection<Handler> each{&handler, &options};
    co_await rondo::serve(std::move(listener), each, options.connections);
}

} // namespace rondo::inline v0::http
