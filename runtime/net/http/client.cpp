// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/client.hpp>

#include "exchange.hpp"
#include "words.hpp"

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/sync/semaphore.hpp>

#include <algorithm>
#include <cerrno>
#include <map>
#include <vector>

namespace rondo::inline v0::http {

using detail::exchange;

connector::~connector() = default;
bad_response::~bad_response() = default;
detail::owned_transport::~owned_transport() = default;

namespace {

constexpr std::size_t skipped_of_redirect = 65536; // bytes: more, and the connection is closed instead

struct kept_connection {
    std::unique_ptr<exchange> over;
    instant since;
};

struct host_connections {
    explicit host_connections(std::size_t most) : places(most, most) {}
    semaphore places;
    std::vector<kept_connection> idle; // used last at the end
    std::size_t users = 0;             // who holds a place or waits for one
};

bool may_be_sent_twice(const client_request& what) noexcept {
    const bool by_method = what.verb == method::get || what.verb == method::head ||
                           what.verb == method::put || what.verb == method::delete_ ||
                           what.verb == method::options || what.verb == method::trace;
    return by_method && std::holds_alternative<std::string>(what.body);
}

bool is_redirect(unsigned status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

} // namespace

struct client::parts {
    client_options options;
    resolver own_names;
    std::map<std::string, host_connections> hosts;
    client_statistics counts;

    instant now() const { return scheduler::current()->now(); }

    task<std::unique_ptr<exchange>> connect(const url& to) {
        std::unique_ptr<detail::owned_transport> made;
        if (to.scheme == "https") {
            if (!options.secure)
                throw value_error("http::client: " + to.str() + ": https needs client_options::secure");
            cancel_scope scope{{.timeout = options.connect_timeout}};
            auto got = co_await scope.run(options.secure->connect(to));
            if (!got)
                throw timeout_error("http::client: " + to.str() + ": no connection within " +
                                    std::to_string(options.connect_timeout / 1ms) + " ms");
            made = std::move(*got);
        } else {
            resolver& names = options.names ? *options.names : own_names;
            tcp_connect_options how;
            how.timeout = options.connect_timeout;
            tcp_stream over = co_await tcp_connect(names, to.host, to.port, how);
            made = owned_stream(std::move(over));
        }
        ++counts.connected;
        ++counts.open;
        co_return std::make_unique<exchange>(std::move(made), options);
    }

    void drop(std::unique_ptr<exchange> old) noexcept {
        if (!old) return;
        old.reset();
        --counts.open;
    }

    // What was kept too long goes, of all hosts.
    void sweep() {
        const instant oldest = now() - options.idle_timeout;
        for (auto at = hosts.begin(); at != hosts.end();) {
            auto& idle = at->second.idle;
            const auto fresh =
                std::ranges::find_if(idle, [&](const auto& each) { return each.since > oldest; });
            const auto gone = static_cast<std::size_t>(fresh - idle.begin());
            idle.erase(idle.begin(), fresh);
            counts.idle -= gone;
            counts.open -= gone;
            at = idle.empty() && at->second.users == 0 ? hosts.erase(at) : std::next(at);
        }
    }

    std::unique_ptr<exchange> take_idle(host_connections& of) noexcept {
        if (of.idle.empty()) return nullptr;
        auto made = std::move(of.idle.back().over);
        of.idle.pop_back();
        --counts.idle;
        return made;
    }

    void keep(host_connections& of, std::unique_ptr<exchange> one) noexcept {
        try {
            if (counts.idle >= options.max_idle) return drop(std::move(one));
            of.idle.push_back({std::move(one), now()});
            ++counts.idle;
        } catch (const std::bad_alloc&) {
            drop(std::move(one));
        }
    }
};

namespace {

// A place among the connections of a host, and the host's entry for as long.
class place_at_host {
public:
    place_at_host() noexcept = default;
    explicit place_at_host(host_connections& of) noexcept : of_(&of) { ++of_->users; }
    place_at_host(place_at_host&& other) noexcept
        : of_(std::exchange(other.of_, nullptr)), held_(std::move(other.held_)) {}
    place_at_host& operator=(place_at_host other) noexcept {
        std::swap(of_, other.of_);
        std::swap(held_, other.held_);
        return *this;
    }
    ~place_at_host() {
        if (of_) --of_->users;
    }
    host_connections& host() const noexcept { return *of_; }
    void hold(permit got) noexcept { held_ = std::move(got); }

private:
    host_connections* of_ = nullptr;
    permit held_;
};

} // namespace

struct client_response::parts {
    client::parts* of = nullptr;
    place_at_host place;
    std::unique_ptr<exchange> over; // null once the body has ended, or has failed
    detail::response_head head;
    url where;
    std::string about;

    void end() noexcept {
        if (!over) return;
        if (over->reusable())
            of->keep(place.host(), std::move(over));
        else
            of->drop(std::move(over));
        place = {};
    }
    parts() = default;
    parts(const parts&) = delete;
    ~parts() { end(); }
    void give_up() noexcept {
        of->drop(std::move(over));
        place = {};
    }
};

client_response::client_response(std::unique_ptr<parts> of) noexcept : parts_(std::move(of)) {}
client_response::client_response(client_response&&) noexcept = default;
client_response& client_response::operator=(client_response&&) noexcept = default;
client_response::~client_response() = default;

unsigned client_response::status() const noexcept { return parts_->head.status; }
const headers& client_response::fields() const noexcept { return parts_->head.fields; }
const url& client_response::where() const noexcept { return parts_->where; }

task<std::span<const std::byte>> client_response::next() {
    if (!parts_->over) co_return std::span<const std::byte>();
    std::span<const std::byte> got;
    std::exception_ptr error;
    try {
        got = co_await parts_->over->next();
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        parts_->give_up();
        std::rethrow_exception(error);
    }
    if (got.empty()) parts_->end();
    co_return got;
}

task<std::string> client_response::text(std::size_t limit) {
    std::string all;
    for (;;) {
        const std::span<const std::byte> piece = co_await next();
        if (piece.empty()) break;
        if (piece.size() > limit - all.size()) {
            parts_->give_up();
            throw bad_response(parts_->about + ": the body has more than the " + std::to_string(limit) +
                               " bytes that are allowed here");
        }
        all.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    co_return all;
}

client::client(client_options options) : parts_(std::make_unique<parts>()) {
    if (options.max_per_host == 0)
        throw value_error("http::client({.max_per_host = 0}): at least one connection must be allowed");
    parts_->options = options;
}
client::~client() = default;

client_statistics client::statistics() const noexcept { return parts_->counts; }

void client::close_idle() noexcept {
    for (auto& [name, host] : parts_->hosts) {
        parts_->counts.open -= host.idle.size();
        parts_->counts.idle -= host.idle.size();
        host.idle.clear();
    }
}

namespace {

// What is sent where a redirect points to.
void follow(client_request& what, unsigned status, const url& from, const url& to) {
    const bool by_get = status == 303 || ((status == 301 || status == 302) && what.verb == method::post);
    if (by_get && what.verb != method::head) {
        what.verb = method::get;
        what.body = std::string();
        what.fields.remove("Content-Type");
        what.fields.remove("Content-Encoding");
    }
    if (!from.same_origin(to))
        for (const char* secret : {"Authorization", "Cookie", "Proxy-Authorization", "Host"})
            what.fields.remove(secret);
}

bool can_follow(const client_request& what, unsigned status) noexcept {
    if (status != 307 && status != 308) return true;
    return std::holds_alternative<std::string>(what.body);
}

} // namespace

// One request and the head of its response. A connection that was kept may have ended meanwhile: then once more.
task<std::unique_ptr<client_response::parts>> client::send_once(client_request& what, const url& to) {
    parts& all = *parts_;
    all.sweep();
    auto made = std::make_unique<client_response::parts>();
    made->of = &all;
    made->where = to;
    made->about = std::string(to_string(what.verb)) + " " + to.str();
    const std::string key = to.scheme + "://" + to.host + ":" + std::to_string(to.port);
    host_connections& host = all.hosts.try_emplace(key, all.options.max_per_host).first->second;
    made->place = place_at_host(host);
    permit place = co_await host.places.acquire();
    made->place.hold(std::move(place));
    for (;;) {
        made->over = all.take_idle(host);
        const bool was_kept = made->over != nullptr;
        if (was_kept)
            ++all.counts.reused;
        else
            made->over = co_await all.connect(to);
        ++all.counts.requests;
        exchange& over = *made->over;
        std::exception_ptr error;
        bool broke_off = false; // while it was sent: there may be an answer all the same
        try {
            co_await over.send(made->about, to, what);
        } catch (const rondo::error& e) {
            error = std::current_exception();
            broke_off = e.number() == EPIPE || e.number() == ECONNRESET;
        } catch (...) {
            error = std::current_exception();
        }
        bool ended_early = broke_off;
        if (!error || broke_off) {
            try {
                co_await over.read_head(made->head, what.verb == method::head);
                error = nullptr;
            } catch (const rondo::error&) {
                ended_early = true;
                if (!error) error = std::current_exception();
            } catch (const bad_response&) {
                ended_early = true;
                if (!error) error = std::current_exception();
            } catch (...) {
                error = std::current_exception();
                ended_early = false;
            }
        }
        if (!error) co_return made;
        const bool again = ended_early && was_kept && !over.has_answered() && may_be_sent_twice(what);
        all.drop(std::move(made->over));
        if (!again) std::rethrow_exception(error);
        ++all.counts.retried;
    }
}

task<client_response> client::send(client_request what) {
    if (to_string(what.verb).empty()) throw value_error("http::client: a request needs a method");
    url to = url::parse(what.url);
    for (unsigned redirects = 0;; ++redirects) {
        auto got = co_await send_once(what, to);
        const unsigned status = got->head.status;
        const auto location = got->head.fields.get("Location");
        if (parts_->options.max_redirects == 0 || !is_redirect(status) || !location ||
            !can_follow(what, status))
            co_return client_response(std::move(got));
        if (redirects == parts_->options.max_redirects)
            throw bad_response(got->about + ": there are more than " + std::to_string(redirects) +
                               " redirects");
        url next;
        std::string why;
        try {
            next = to.resolve(*location);
        } catch (const value_error& e) {
            why = e.what();
        }
        if (!why.empty())
            throw bad_response(got->about + ": it redirects to what cannot be followed: " + why);
        follow(what, status, to, next);
        bool whole = false;
        try {
            whole = co_await got->over->skip(skipped_of_redirect);
        } catch (const bad_response&) {}
        if (whole) got->end();
        to = std::move(next);
    }
}

task<client_response> client::get(std::string url, headers fields) {
    client_request what(method::get, std::move(url));
    what.fields = std::move(fields);
    return send(std::move(what));
}

task<client_response> client::post(std::string url, std::string body, std::string content_type) {
    client_request what(method::post, std::move(url));
    what.fields.add("Content-Type", content_type);
    what.body = std::move(body);
    return send(std::move(what));
}

} // namespace rondo::inline v0::http
