// SPDX-License-Identifier: BSL-1.0
//
// TLS over any stream of bytes, and over those that a listener accepts:
//
//     tls_client_context trusts;                                                 whom the system trusts
//     auto peer = co_await tls_connect(co_await tcp_connect(names, host, 443), host, trusts);
//
//     tls_server_context own({.certificate_file = "own.pem", .key_file = "own.key"});
//     co_await serve(tls_listen(tcp_listen({.port = 8443}), own), handler);
#pragma once

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/byte_stream.hpp>
#include <rondo/net/address.hpp>
#include <rondo/net/tls/context.hpp>
#include <rondo/net/tls/detail/engine.hpp>
#include <rondo/sync/lock.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

struct tls_stream_options {
    duration handshake_timeout = 10s; ///< then tls_error (late)
};

/// A TLS connection, over a `Stream` that it has. One task may read while another writes. The handshake is made by whoever
/// reads or writes first, or by handshake(). Lifetime: as for the stream below.
template <byte_stream Stream>
class tls_stream {
public:
    static constexpr bool says_end = true; ///< who closes it without shutdown_write() has cut it off
    tls_stream() noexcept = default;
    /// A client's side. `host`: the name, or the address, that the server's certificate is for.
    tls_stream(Stream over, const tls_client_context& by, std::string host, tls_stream_options options = {})
        : stream_(std::move(over)), core_(std::make_unique<core>(by, std::move(host))), options_(options) {}
    /// A server's side.
    tls_stream(Stream over, const tls_server_context& by, tls_stream_options options = {})
        : stream_(std::move(over)), core_(std::make_unique<core>(by)), options_(options) {}

    /// Throws: tls_error; what the stream throws. Cancel: the connection is of no use any more.
    task<> handshake();
    /// Gives: how many bytes came; 0 when the peer has said its end. Throws: tls_error (truncated) when the stream ended
    /// without that; what the stream throws. Cancel: nothing is lost.
    task<std::size_t> read(std::span<std::byte> into);
    /// Cancel: some of it may be on its way. Over a stream that has write(), the rest of the record that was begun is sent by
    /// the next write; over others the connection cannot be written to any more: EPIPE.
    task<> write_all(std::span<const std::byte> from);
    task<> write_all(std::string_view text) { return write_all(std::as_bytes(std::span(text))); }
    /// Says our end; reading goes on.
    task<> shutdown_write();
    void close() noexcept { stream_.close(); } ///< at once, without a word

    // --- Once the handshake is over.
    std::string alpn() const {
        return core_->engine.alpn();
    } ///< the protocol that was agreed upon; else empty
    tls_version version() const noexcept { return core_->engine.version(); }
    std::string cipher() const { return core_->engine.cipher(); }
    bool resumed() const noexcept { return core_->engine.resumed(); } ///< a session of before was taken up
    /// "CN = example.org", the peer's; empty when it has shown no certificate.
    std::string peer_subject() const { return core_->engine.peer_subject(); }

    explicit operator bool() const noexcept { return core_ != nullptr; }
    Stream& next_layer() noexcept { return stream_; }
    socket_address peer() const noexcept
        requires requires(const Stream& s) { s.peer(); }
    {
        return stream_.peer();
    }
    auto& handle() noexcept
        requires requires(Stream& s) { s.handle(); }
    {
        return stream_.handle();
    }

private:
    static constexpr std::size_t input_bytes = 16384;
    static constexpr std::size_t written_at_once = 65536;

    struct core {
        core(const tls_client_context& by, std::string host) : engine(by, std::move(host)) {}
        explicit core(const tls_server_context& by) : engine(by) {}
        detail::tls_engine engine;
        lock handshakes;
        lock writes;
        std::vector<std::byte> out; // on its way
        std::size_t sent = 0;
        std::unique_ptr<std::byte[]> in;
        bool broken = false;
        bool ended = false; // nothing is written any more
    };

    task<> shake_hands();
    task<> flush(); // by who holds `writes`
    task<> flush_if_free();
    task<> read_more();

    Stream stream_;
    std::unique_ptr<core> core_;
    tls_stream_options options_;
};

/// The client's side of a connection, its handshake made. Throws: as tls_stream::handshake.
template <byte_stream Stream>
task<tls_stream<Stream>> tls_connect(Stream over, std::string host, tls_client_context by,
                                     tls_stream_options options = {}) {
    tls_stream<Stream> made(std::move(over), by, std::move(host), options);
    co_await made.handshake();
    co_return std::move(made);
}

/// The server's side.
template <byte_stream Stream>
task<tls_stream<Stream>> tls_accept(Stream over, tls_server_context by, tls_stream_options options = {}) {
    tls_stream<Stream> made(std::move(over), by, options);
    co_await made.handshake();
    co_return std::move(made);
}

/// A listener whose connections are TLS. The handshake is made in the connection's task, so that a peer that does not go on
/// holds nobody up.
template <class Listener>
class tls_listener {
public:
    tls_listener(Listener over, tls_server_context by, tls_stream_options options)
        : over_(std::move(over)), by_(std::move(by)), options_(options) {}

    using accepted = std::remove_cvref_t<
        decltype(*std::declval<await_result_t<decltype(std::declval<Listener&>().next())>&>())>;
    /// The next connection, its handshake not made yet; empty once the listener is closed. Throws: as Listener::next.
    task<std::optional<tls_stream<accepted>>> next() {
        std::optional<tls_stream<accepted>> made;
        auto got = co_await over_.next();
        if (got) made.emplace(std::move(*got), by_, options_);
        co_return std::move(made);
    }
    void close() noexcept { over_.close(); }
    auto& handle() noexcept { return over_.handle(); }
    const auto& local() const noexcept { return over_.local(); }
    std::uint16_t port() const noexcept { return over_.port(); }
    Listener& next_layer() noexcept { return over_; }

private:
    Listener over_;
    tls_server_context by_;
    tls_stream_options options_;
};

template <class Listener>
tls_listener<Listener> tls_listen(Listener over, const tls_server_context& by,
                                  tls_stream_options options = {}) {
    return tls_listener<Listener>(std::move(over), by, options);
}

// ---- how

template <byte_stream Stream>
task<> tls_stream<Stream>::flush() {
    core& c = *core_;
    for (;;) {
        if (c.broken)
            throw error(EPIPE, "tls_stream::write", "a write before was cut off in the middle of a record");
        if (c.sent == c.out.size()) {
            c.out.clear();
            c.sent = 0;
            if (!c.engine.take_output(c.out)) co_return;
        }
        const std::span<const std::byte> rest = std::span<const std::byte>(c.out).subspan(c.sent);
        if constexpr (requires { stream_.write(rest); }) {
            const std::size_t taken = co_await stream_.write(rest);
            c.sent += taken;
        } else {
            c.broken = true;
            co_await stream_.write_all(rest);
            c.broken = false;
            c.sent = c.out.size();
        }
    }
}

// What the engine says by itself while somebody reads. Who writes now takes it along.
template <byte_stream Stream>
task<> tls_stream<Stream>::flush_if_free() {
    held_lock held = core_->writes.try_acquire();
    if (!held || core_->ended) co_return;
    try {
        co_await flush();
    } catch (const error&) {} // told to who writes next: there may still be something to read
}

template <byte_stream Stream>
task<> tls_stream<Stream>::read_more() {
    core& c = *core_;
    if (!c.in) c.in = std::make_unique<std::byte[]>(input_bytes);
    const std::span<std::byte> room(c.in.get(), input_bytes);
    const std::size_t got = co_await stream_.read(room);
    if (got == 0) c.engine.input_ended();
    c.engine.feed(room.first(got));
}

template <byte_stream Stream>
task<> tls_stream<Stream>::shake_hands() {
    core& c = *core_;
    std::exception_ptr refused;
    for (;;) {
        bool over = false;
        try {
            over = c.engine.handshake();
        } catch (const tls_error&) {
            refused = std::current_exception();
        }
        {
            held_lock held = co_await c.writes.acquire();
            try {
                co_await flush();
            } catch (const error&) {
                // The peer has gone: if it has read enough, reading and writing will tell.
                if (!refused && !over) throw;
            }
        }
        if (refused) std::rethrow_exception(refused);
        if (over) co_return;
        co_await read_more();
    }
}

template <byte_stream Stream>
task<> tls_stream<Stream>::handshake() {
    core& c = *core_;
    if (c.engine.is_open()) co_return;
    held_lock held = co_await c.handshakes.acquire();
    if (c.engine.is_open()) co_return;
    cancel_scope scope{{.timeout = options_.handshake_timeout}};
    const bool done = co_await scope.run(shake_hands());
    if (!done) c.engine.too_late(std::to_string(options_.handshake_timeout / 1ms) + " ms");
}

template <byte_stream Stream>
task<std::size_t> tls_stream<Stream>::read(std::span<std::byte> into) {
    core& c = *core_;
    if (!c.engine.is_open()) co_await handshake();
    if (into.empty()) co_return 0;
    for (;;) {
        const std::optional<std::size_t> got = c.engine.read(into);
        co_await flush_if_free();
        if (got) co_return *got;
        co_await read_more();
    }
}

template <byte_stream Stream>
task<> tls_stream<Stream>::write_all(std::span<const std::byte> from) {
    core& c = *core_;
    if (!c.engine.is_open()) co_await handshake();
    held_lock held = co_await c.writes.acquire();
    if (c.ended) throw error(EPIPE, "tls_stream::write_all", "our end was said before");
    co_await flush(); // what a cancelled write has left
    while (!from.empty()) {
        const std::span<const std::byte> part = from.first(std::min(from.size(), written_at_once));
        c.engine.write(part);
        from = from.subspan(part.size());
        co_await flush();
    }
}

template <byte_stream Stream>
task<> tls_stream<Stream>::shutdown_write() {
    core& c = *core_;
    if (!c.engine.is_open()) co_await handshake();
    held_lock held = co_await c.writes.acquire();
    co_await flush();
    if (std::exchange(c.ended, true)) co_return;
    c.engine.say_end();
    co_await flush();
    if constexpr (requires { stream_.shutdown_write(); }) co_await stream_.shutdown_write();
}

} // namespace rondo::inline v0
