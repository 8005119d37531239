// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/events.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>

#include <charconv>
#include <chrono>

namespace rondo::inline v0::http {

namespace {

constexpr std::string_view comment = ":\n\n";
constexpr std::size_t sent_at_once = 16384; // bytes, about

void check_one_line(const char* what, std::string_view text) {
    if (text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos)
        throw value_error(std::string("server_event: its ") + what + " has a line end or a zero byte in it");
}

void put_line(std::string& into, std::string_view name, std::string_view value) {
    into.append(name).append(": ").append(value).append("\n");
}

body_chunks encoded(async_generator<server_event> source) {
    while (auto next = co_await source.next()) {
        const std::string text = to_string(*next);
        const std::span<const std::byte> piece = std::as_bytes(std::span(text));
        co_yield piece;
    }
}

response endless(body_chunks pieces) {
    response made = response::streamed(std::move(pieces), "text/event-stream");
    made.fields.append("Cache-Control", "no-store");
    std::get<response::stream>(made.body).ends_with_server = true;
    return made;
}

} // namespace

std::string to_string(const server_event& what) {
    check_one_line("event", what.event);
    check_one_line("id", what.id);
    std::string made;
    if (!what.event.empty()) put_line(made, "event", what.event);
    if (!what.id.empty()) put_line(made, "id", what.id);
    if (what.retry) {
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(*what.retry).count();
        put_line(made, "retry", std::to_string(milliseconds));
    }
    const std::string_view data = what.data;
    if (!data.empty() || !made.empty()) {
        for (std::size_t at = 0; at <= data.size();) { // CR, LF and CR LF end a line
            const std::size_t end = std::min(data.find_first_of("\r\n", at), data.size());
            if (!data.empty()) put_line(made, "data", data.substr(at, end - at));
            const bool both = end + 1 < data.size() && data[end] == '\r' && data[end + 1] == '\n';
            at = end + (both ? 2 : 1);
        }
    }
    if (made.empty()) return std::string(comment);
    made += '\n';
    return made;
}

response event_response(async_generator<server_event> source) { return endless(encoded(std::move(source))); }

struct event_hub::listening {
    explicit listening(event_hub& of) noexcept : hub(of) { ++hub.listeners_; }
    listening(const listening&) = delete;
    ~listening() { --hub.listeners_; }
    event_hub& hub;
};

event_hub::event_hub(event_hub_options options) : options_(options) {
    if (options_.kept == 0) throw value_error("event_hub({.kept = 0}): at least one event must be kept");
}

void event_hub::publish(server_event what) {
    if (what.id.empty()) what.id = std::to_string(published() + 1);
    std::string text = to_string(what);
    kept_.push_back(std::move(text));
    if (kept_.size() > options_.kept) {
        kept_.pop_front();
        ++first_;
    }
    news_.set();
    if (!closed_) news_.clear();
}

void event_hub::close() noexcept {
    closed_ = true;
    news_.set();
}

response event_hub::listen(const request& ask) {
    std::uint64_t next = published();
    if (const auto last = ask.fields.get("Last-Event-ID")) {
        std::uint64_t number = 0;
        const char* const end = last->data() + last->size();
        const auto [stopped, code] = std::from_chars(last->data(), end, number);
        if (code == std::errc() && stopped == end && number < next) next = number;
    }
    return endless(follow(next));
}

body_chunks event_hub::follow(std::uint64_t next) {
    const listening counted(*this);
    std::string text(comment); // so that the head is followed by something at once
    for (;;) {
        if (next < first_) {
            missed_ += first_ - next;
            next = first_;
        }
        while (next != published() && text.size() < sent_at_once) text += kept_[next++ - first_];
        if (!text.empty()) {
            const std::span<const std::byte> piece = std::as_bytes(std::span(text));
            co_yield piece;
            text.clear();
            continue;
        }
        if (closed_) break;
        const bool heard = co_await move_on_after(options_.heartbeat, news_.wait());
        if (!heard) text = comment;
    }
}

} // namespace rondo::inline v0::http
