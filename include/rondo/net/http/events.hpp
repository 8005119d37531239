// SPDX-License-Identifier: BSL-1.0
//
// Server-sent events: what happens, as it happens, to pages that listen (EventSource in a browser, `curl -N`).
//
//     http::event_hub news;                                        one for all who listen; it outlives the server
//     site.get("/news", [&](http::request& ask) -> task<http::response> { co_return news.listen(ask); });
//     news.publish(http::server_event("it has begun"));
//
// Source: the HTML standard, 9.2.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/net/http/message.hpp>
#include <rondo/sync/event.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace rondo::inline v0::http {

struct server_event {
    explicit server_event(std::string what = {}, std::string type = {})
        : data(std::move(what)), event(std::move(type)) {}
    std::string data;                ///< lines; each goes out as one
    std::string event;               ///< its type; empty: "message"
    std::string id{};                ///< told by a listener who comes back
    std::optional<duration> retry{}; ///< how long a listener who was cut off waits
};

/// As it goes out. Throws: value_error for a type or an id with a line end in it, an id with a zero byte.
RONDO_API std::string to_string(const server_event& what);

/// The events of `source`, one response's own. It ends when the server's drain begins. A listener who has gone is noticed
/// when something is sent: let a source yield an empty event, which goes out as a comment, now and then.
RONDO_API response event_response(async_generator<server_event> source);

struct event_hub_options {
    std::size_t kept =
        256; ///< events, for who reads slowly or comes back; who is further behind misses some. At least 1
    duration heartbeat = 15s; ///< of silence, after which a comment goes out
};

/// Events to all who listen. However many and slow they are, an event is kept once.
/// Threads: the loop's own. Lifetime: longer than the server.
class RONDO_API event_hub {
public:
    explicit event_hub(event_hub_options options = {});
    event_hub(const event_hub&) = delete;
    event_hub& operator=(const event_hub&) = delete;

    /// To all who listen now; none of them is waited for. Without an id it gets its number, from 1. Throws: as to_string.
    void publish(server_event what);
    /// A response that goes on until the listener leaves, the drain begins, or close(). Who says Last-Event-ID, and it is
    /// one of the hub's own numbers, gets what came after it, as far as it is kept.
    response listen(const request& ask);
    /// Ends all responses, when what is kept has gone out.
    void close() noexcept;
    std::size_t listeners() const noexcept { return listeners_; }
    std::uint64_t published() const noexcept { return first_ + kept_.size(); }
    std::uint64_t missed() const noexcept { return missed_; } ///< by slow listeners, in sum

private:
    struct listening;
    body_chunks follow(std::uint64_t next);
    event_hub_options options_;
    std::deque<std::string> kept_;
    std::uint64_t first_ = 0; // the number before that of kept_'s first
    event news_;
    bool closed_ = false;
    std::size_t listeners_ = 0;
    std::uint64_t missed_ = 0;
};

} // namespace rondo::inline v0::http
