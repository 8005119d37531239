// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/server.hpp>

#include "date.hpp"
#include "parser.hpp"
#include "window.hpp"
#include "wire.hpp"

#include <rondo/base/error.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/scheduler.hpp>

#include <algorithm>

namespace rondo::inline v0::http::detail {

namespace {

constexpr std::size_t linger_bytes = 1 << 20; // read past after an answer that ends the connection
constexpr duration linger_time = 2s;

// The peer has gone, or takes nothing: there is nobody to tell.
struct hang_up {};

enum class came : unsigned char { bytes, end, late };

class connection final : public request_body {
public:
    connection(transport& bytes, any_handler& handler, const server_options& options,
               const socket_address& peer, serving* server)
        : bytes_(bytes), handler_(handler), options_(options), server_(server) {
        ask_.peer = peer;
        ask_.body = this;
    }

    task<> run() {
        bool gone = false;
        try {
            bool more = true;
            while (more) more = co_await one_request();
            co_await flush();
        } catch (const hang_up&) {
            gone = true;
        }
        if (gone) co_return;
        if (lingers_)
            co_await linger();
        else if (bytes_.says_end())
            co_await end();
    }

    task<std::span<const std::byte>> next() override {
        for (;;) {
            if (piece_ != parser_.pieces().size()) {
                const std::string_view piece = parser_.pieces()[piece_++];
                body_bytes_ += piece.size();
                if (body_bytes_ > options_.max_body) throw too_long();
                co_return std::as_bytes(std::span(piece));
            }
            in_.drop(std::exchange(used_, 0));
            if (parser_.complete()) co_return std::span<const std::byte>();
            if (in_.empty()) {
                if (std::exchange(expects_, false)) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
                const came how = co_await more(options_.body_timeout);
                if (how == came::end) throw bad_request(400, "the peer has ended within the body");
                if (how == came::late) throw bad_request(408, "the body does not come");
            }
            feed_body();
        }
    }

    std::optional<std::uint64_t> length() const noexcept override { return parser_.length(); }

private:
    bad_request too_long() const {
        return bad_request(413, "the body has more than the " + std::to_string(options_.max_body) +
                                    " bytes that are allowed");
    }

    void feed_body() {
        expects_ = false;
        used_ = parser_.body(in_.text());
        piece_ = 0;
        std::size_t held = 0;
        for (const std::string_view piece : parser_.pieces()) held += piece.size();
        between_ += used_ - held;
        if (between_ > 65536 + 8 * (body_bytes_ + held))
            throw bad_request(400, "there is more between the chunks than in them");
    }

    // More bytes from the peer, who has first got all that was written for it.
    task<came> more(duration limit, bool between_requests = false) {
        co_await flush();
        cancel_scope scope{{.timeout = limit}};
        std::optional<std::size_t> got;
        {
            const serving::until_drain ends(between_requests ? server_ : nullptr, scope);
            const std::span<std::byte> room = in_.room();
            got = co_await scope.run(bytes_.read(room));
        }
        if (!got) co_return came::late;
        in_.came(*got);
        co_return *got == 0 ? came::end : came::bytes;
    }

    task<> flush() {
        if (out_.empty()) co_return;
        const std::string_view text(out_);
        cancel_scope scope{{.timeout = options_.write_timeout}};
        const bool done = co_await scope.run(bytes_.write(std::as_bytes(std::span(text))));
        if (!done) throw hang_up();
        out_.clear();
    }

    task<> end() {
        cancel_scope scope{{.timeout = options_.write_timeout}};
        try {
            static_cast<void>(co_await scope.run(bytes_.end()));
        } catch (const rondo::error&) {} // it has gone
    }

    task<> linger() {
        std::size_t left = linger_bytes;
        auto reads = [](connection& me, std::size_t& bytes) -> task<> {
            co_await me.bytes_.end();
            while (bytes != 0) {
                me.in_.drop(me.in_.text().size());
                const std::span<std::byte> room = me.in_.room();
                const std::size_t got = co_await me.bytes_.read(room);
                if (got == 0) break;
                bytes -= std::min(bytes, got);
            }
        };
        cancel_scope scope{{.timeout = linger_time}};
        try {
            static_cast<void>(co_await scope.run(reads(*this, left)));
        } catch (const rondo::error&) {} // it has gone, and the answer with it or before
    }

    // Returns: whether another may follow.
    task<bool> one_request() {
        std::optional<bad_request> refused;
        bool some = false;
        try {
            some = co_await read_head();
        } catch (const bad_request& e) {
            refused.emplace(e);
        }
        if (refused) {
            co_await refuse(*refused);
            co_return false;
        }
        if (!some) co_return false;
        ++requests_;
        response made;
        std::exception_ptr error;
        try {
            if (parser_.length() && *parser_.length() > options_.max_body) throw too_long();
            auto pending = handler_.answer(ask_);
            response got = co_await std::move(pending);
            made = std::move(got);
        } catch (const bad_request& e) {
            refused.emplace(e);
        } catch (...) {
            error = std::current_exception();
        }
        if (error && rondo::detail::is_cancelled(error)) std::rethrow_exception(error);
        if (refused) {
            co_await refuse(*refused);
            co_return false;
        }
        if (error) {
            report_unraisable(error, "in the handler of " + ask_.method_name + " " + ask_.target);
            made = response::plain_status(500);
        }
        const bool last = !parser_.keep_alive() || made.close || requests_ >= options_.max_requests ||
                          (server_ && server_->draining()) || made.fields.has_token("Connection", "close") ||
                          (expects_ && !parser_.complete()) || too_much_is_unread();
        co_await write(made, last);
        if (last || is_over_) {
            lingers_ = !parser_.complete() || !in_.empty();
            co_return false;
        }
        const bool read_past = co_await skip_body();
        lingers_ = !read_past;
        co_return read_past;
    }

    bool too_much_is_unread() const noexcept {
        return !parser_.complete() && parser_.length() &&
               *parser_.length() - body_bytes_ > options_.unread_body;
    }

    // What the handler has left of the body. Returns: whether another request may follow.
    task<bool> skip_body() {
        const std::uint64_t most = body_bytes_ + options_.unread_body;
        bool whole = false;
        try {
            for (;;) {
                const std::span<const std::byte> piece = co_await next();
                if (piece.empty()) {
                    whole = true;
                    break;
                }
                if (body_bytes_ > most) break;
            }
        } catch (const bad_request&) {} // the answer is on its way already
        co_return whole;
    }

    task<> refuse(const bad_request& why) {
        response made = response::text(std::to_string(why.status()) + " " +
                                           std::string(reason_of(why.status())) + ": " + why.what() + "\n",
                                       why.status());
        lingers_ = true;
        co_await write(made, true);
    }

    // The next head, in ask_. Returns: false when none follows. Throws: bad_request.
    task<bool> read_head() {
        ask_.fields.clear();
        ask_.params.clear();
        std::size_t seen = 0;
        std::size_t end = std::string_view::npos;
        instant begun{};
        for (;;) {
            while (in_.text().starts_with("\r\n")) in_.drop(2); // as old clients leave behind a body
            const std::string_view text = in_.text();
            end = head_end(text, seen);
            check_head_so_far(text, end);
            if (end != text.npos) break;
            seen = text.size() < 3 ? 0 : text.size() - 3;
            if (text.empty()) {
                if (server_ && server_->draining()) co_return false;
                const came how = co_await more(options_.idle_timeout, true);
                if (how != came::bytes) co_return false;
                begun = now();
                continue;
            }
            if (begun == instant()) begun = now();
            const came how = co_await more(options_.head_timeout - (now() - begun));
            if (how == came::late) throw bad_request(408, "the head does not come");
            if (how == came::end) throw bad_request(400, "the peer has ended within the head");
        }
        begin_body();
        parser_.head(in_.text().substr(0, end), ask_, options_.max_fields);
        in_.drop(end);
        const auto expected = ask_.fields.get("Expect");
        if (expected && !ask_.fields.has_token("Expect", "100-continue"))
            throw bad_request(417, "this server can only be expected to continue");
        expects_ = expected && !parser_.complete() && in_.empty() && ask_.minor >= 1;
        co_return true;
    }

    void begin_body() noexcept {
        piece_ = 0;
        used_ = 0;
        body_bytes_ = 0;
        between_ = 0;
        expects_ = false;
    }

    void check_head_so_far(std::string_view text, std::size_t end) const {
        const std::string_view head = text.substr(0, end);
        const std::size_t line = std::min(head.find('\n'), head.size());
        if (line > options_.max_line)
            throw bad_request(414, "the request line has more than " + std::to_string(options_.max_line) +
                                       " bytes");
        if (head.size() > options_.max_head)
            throw bad_request(431, "the head has more than " + std::to_string(options_.max_head) + " bytes");
    }

    static instant now() { return scheduler::current()->now(); }

    void write_head(const response& made, std::optional<std::uint64_t> size, bool chunked, bool last) {
        put_status(out_, made.status);
        put_fields(out_, made.fields);
        if (!made.fields.has("Date")) put_field(out_, "Date", date_now());
        if (chunked) out_ += "Transfer-Encoding: chunked\r\n";
        if (size) put_field(out_, "Content-Length", std::to_string(*size));
        if (last)
            out_ += "Connection: close\r\n";
        else if (ask_.minor == 0)
            out_ += "Connection: keep-alive\r\n";
        out_ += "\r\n";
    }

    task<> write(response& made, bool last) {
        const bool bare = made.status < 200 || made.status == 204 || made.status == 304;
        const bool head_only = ask_.verb == method::head;
        if (auto* text = std::get_if<std::string>(&made.body)) {
            write_head(made, bare ? std::optional<std::uint64_t>() : text->size(), false, last);
            if (!bare && !head_only) out_ += *text;
            if (last || out_.size() >= 65536) co_await flush();
            co_return;
        }
        auto& from = std::get<response::stream>(made.body);
        const bool chunked = !bare && !from.length && ask_.minor >= 1;
        const bool until_close = !bare && !from.length && !chunked;
        write_head(made, bare ? std::nullopt : from.length, chunked, last || until_close);
        std::exception_ptr error;
        try {
            if (!bare && !head_only) co_await write_pieces(from, chunked);
        } catch (...) {
            error = std::current_exception();
        }
        try {
            co_await from.pieces.close();
        } catch (...) {
            if (!error) error = std::current_exception();
        }
        if (error) std::rethrow_exception(error);
        co_await flush();
        is_over_ = until_close;
    }

    using next_of_body = std::optional<std::span<const std::byte>>;
    task<next_of_body> next_until_drain(response::stream& from) {
        cancel_scope scope;
        const serving::until_drain ends(server_, scope);
        auto got = co_await scope.run(from.pieces.next());
        next_of_body next;
        if (got && *got) next = **got;
        co_return next;
    }

    task<> write_pieces(response::stream& from, bool chunked) {
        std::uint64_t left = from.length.value_or(~std::uint64_t(0));
        std::exception_ptr failed;
        bool more = true;
        while (more) {
            std::span<const std::byte> piece;
            try {
                next_of_body next;
                if (from.ends_with_server) {
                    next = co_await next_until_drain(from);
                } else {
                    auto made = co_await from.pieces.next();
                    if (made) next = *made;
                }
                more = next.has_value();
                if (more) piece = *next;
            } catch (...) {
                failed = std::current_exception();
            }
            if (failed) break;
            if (piece.empty()) continue;
            if (piece.size() > left) {
                failed = std::make_exception_ptr(std::length_error("the body is longer than was said"));
                break;
            }
            left -= piece.size();
            if (chunked)
                put_chunk(out_, piece);
            else
                put_bytes(out_, piece);
            co_await flush();
        }
        if (!failed && from.length && left != 0)
            failed = std::make_exception_ptr(std::length_error("the body is shorter than was said"));
        if (failed && rondo::detail::is_cancelled(failed)) std::rethrow_exception(failed);
        if (failed) { // the peer sees that it is not whole
            report_unraisable(failed, "in the body of the answer to " + ask_.method_name + " " + ask_.target);
            throw hang_up();
        }
        if (chunked) out_ += last_chunk;
    }

    transport& bytes_;
    any_handler& handler_;
    const server_options& options_;
    serving* server_;
    window in_;
    std::string out_;
    request_parser parser_;
    request ask_;
    std::size_t piece_ = 0; // of the parser's, to be given next
    std::size_t used_ = 0;  // of in_, by the pieces
    std::uint64_t body_bytes_ = 0;
    std::uint64_t between_ = 0; // the chunks
    std::uint64_t requests_ = 0;
    bool expects_ = false; // to be told to continue
    bool lingers_ = false;
    bool is_over_ = false; // the end is that of the body
};

} // namespace

task<> run_connection(transport& bytes, any_handler& handler, const server_options& options,
                      socket_address peer, serving* server) {
    connection one(bytes, handler, options, peer, server);
    co_await one.run();
}

} // namespace rondo::inline v0::http::detail
