// SPDX-License-Identifier: BSL-1.0
//
// A server: a task for each connection, no more than a given number at once, and an end in peace.
//
//     co_await serve(tcp_listen({.port = 7000}), handler);
//
//     SIGTERM, or cancelled ──► no more are accepted ──► those that are there may finish, `drain` long ──► the rest is cancelled
#pragma once

#include <rondo/base/unraisable.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/net/address.hpp>
#include <rondo/sync/event.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

struct serve_options {
    std::size_t max_connections = 10'000; ///< at once; others wait in the listener's backlog. At least 1
    duration drain = 5s;                  ///< how long connections may go on after the end was called for
    bool sigterm = true; ///< SIGTERM calls for the end as long as it serves, and then means again what it did
};

/// What a server does, for handlers that want to know: `task<> handler(tcp_stream peer, serving& server)`.
class RONDO_API serving {
public:
    serving() = default;
    serving(const serving&) = delete;
    serving& operator=(const serving&) = delete;

    /// Whether the end was called for: an answer should be the connection's last.
    bool draining() const noexcept { return ending_.is_set(); }
    /// Waits until it is: to be raced against reading the next request.
    event::wait_op drain_begins() noexcept { return ending_.wait(); }
    /// Calls for the end, as SIGTERM does.
    void stop() noexcept { accepting_.cancel(); }
    std::size_t connections() const noexcept { return now_; }       ///< open now
    std::size_t most_connections() const noexcept { return most_; } ///< at once, so far
    std::uint64_t accepted() const noexcept { return accepted_; }
    std::uint64_t failed() const noexcept { return failed_; } ///< whose handler ended with an error

    // --- For serve().
    void begun() noexcept;
    void ended(const std::exception_ptr& error, const socket_address& peer) noexcept;
    bool is_full(std::size_t limit) const noexcept { return now_ >= limit; }
    event::wait_op one_has_ended() noexcept {
        room_.clear();
        return room_.wait();
    }
    event::wait_op all_have_ended() noexcept { return idle_.wait(); }
    cancel_scope& accepting() noexcept { return accepting_; }
    void begin_drain() noexcept;

    /// Between two requests: while it is there, the drain, when it begins or has begun, cancels `scope`.
    class RONDO_API until_drain {
    public:
        until_drain(serving* of, cancel_scope& scope) noexcept;
        until_drain(const until_drain&) = delete;
        ~until_drain();

    private:
        friend class serving;
        serving* of_;
        cancel_scope* scope_;
        until_drain* before_ = nullptr;
        until_drain* after_ = nullptr;
    };

private:
    until_drain* at_rest_ = nullptr; // who is between two requests
    event ending_;
    event room_;
    event idle_;
    cancel_scope accepting_;
    std::size_t now_ = 0;
    std::size_t most_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t failed_ = 0;
};

namespace detail {

/// Stops the server when SIGTERM comes.
RONDO_API task<> stop_on_sigterm(serving& server);
/// Whether the loop is one of the machine's, which signals reach.
RONDO_API bool signals_reach_here(int descriptor) noexcept;
RONDO_API void check_serve_options(const serve_options& options);

template <class Handler, class Stream>
task<> serve_one(serving& server, Handler* handler, Stream peer) {
    const socket_address from = peer.peer();
    std::exception_ptr error;
    try {
        if constexpr (std::is_invocable_v<Handler&, Stream, serving&>) {
            auto pending = (*handler)(std::move(peer), server);
            co_await std::move(pending);
        } else {
            auto pending = (*handler)(std::move(peer));
            co_await std::move(pending);
        }
    } catch (...) {
        error = std::current_exception();
    }
    const bool cut = error && is_cancelled(error);
    server.ended(cut ? nullptr : error, from);
    if (cut) std::rethrow_exception(std::move(error));
}

// What outlives the accepting: the connections, until they have ended or the drain is over.
template <class Started>
task<> keep_connections(serving& server, event& accepted_all, duration drain, Started started) {
    auto body = [&](task_group& group) -> task<> {
        started(group);
        co_await accepted_all.wait();
        server.begin_drain();
        if (server.connections() != 0) co_await move_on_after(drain, server.all_have_ended());
        group.cancel();
    };
    co_await with_task_group(body);
}

template <class Listener, class Handler>
task<> accept_all(serving& server, Listener& listener, Handler& handler, task_group& connections,
                  std::size_t limit) {
    while (true) {
        while (server.is_full(limit)) co_await server.one_has_ended();
        auto peer = co_await listener.next();
        if (!peer) break;
        using stream_type = std::remove_cvref_t<decltype(*peer)>;
        server.begun();
        bool spawned = false;
        try {
            connections.spawn(serve_one<Handler, stream_type>, std::ref(server), std::addressof(handler),
                              std::move(*peer));
            spawned = true;
        } catch (const std::bad_alloc&) { // this one alone
        }
        if (!spawned) server.ended(nullptr, {});
    }
}

template <class Listener, class Handler>
task<> run_server(Listener listener, Handler handler, serve_options options) {
    check_serve_options(options);
    serving server;
    event accepted_all;
    task_group* connections = nullptr;
    event ready;
    std::exception_ptr error;
    auto body = [&](task_group& group) -> task<> {
        auto started = [&](task_group& made) {
            connections = &made;
            ready.set();
        };
        // Spawned before anything can be cancelled, and shielded: who is connected is not cut off.
        group.spawn(
            [](serving& of, event& all, duration drain, decltype(started)& tell) -> task<> {
                co_await shield(keep_connections(of, all, drain, tell));
            },
            std::ref(server), std::ref(accepted_all), options.drain, std::ref(started));
        co_await shield(ready.wait());
        auto accepting = [&](task_group& watched) -> task<> {
            if (options.sigterm && signals_reach_here(listener.handle().descriptor()))
                watched.spawn(stop_on_sigterm, std::ref(server));
            try {
                co_await accept_all(server, listener, handler, *connections, options.max_connections);
            } catch (...) {
                error = std::current_exception();
            }
            watched.cancel();
        };
        try {
            co_await server.accepting().run(with_task_group(accepting));
        } catch (...) {
            error = std::current_exception();
        }
        if (error && is_cancelled(error))
            error = nullptr; // by stop(); or by who is further out, who says so below
        listener.close();
        accepted_all.set();
    };
    co_await with_task_group(body);
    if (error) std::rethrow_exception(std::move(error));
    co_await checkpoint();
}

template <class Listener>
using accepted_t = std::remove_cvref_t<
    decltype(*std::declval<await_result_t<decltype(std::declval<Listener&>().next())>&>())>;

} // namespace detail

/// Accepts connections and calls `handler(peer)`, or `handler(peer, serving&)`, for each, in a task of its own. Ends when
/// the listener is closed, by SIGTERM, or by `server.stop()`; and, throwing `cancelled`, when it is cancelled: then no more
/// are accepted, open connections may finish for `drain`, and what is left is cancelled. When it has ended, all have.
/// An error of a handler ends its connection alone: a peer that broke off is only counted, another goes to the unraisable
/// hook with the peer's address. Throws: what the listener throws; value_error.
/// Cost: two allocations from the frame pool for each connection, beside what the handler's frame takes.
/// Example: `co_await serve(tcp_listen({.port = 7000}), echo, {.max_connections = 1000});`
template <class Listener, class Handler>
task<> serve(Listener listener, Handler handler, serve_options options = {}) {
    static_assert(
        requires {
            listener.next();
            listener.close();
        }, "serve(listener, handler): listener is what tcp_listen() or unix_listen() gives; move it in");
    using stream_type = detail::accepted_t<Listener>;
    static_assert(std::is_invocable_v<Handler&, stream_type> ||
                      std::is_invocable_v<Handler&, stream_type, serving&>,
                  "serve(listener, handler): handler takes the connection, and serving& if it likes");
    return detail::run_server<Listener, Handler>(std::move(listener), std::move(handler), options);
}

} // namespace rondo::inline v0
