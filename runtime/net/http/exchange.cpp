// SPDX-License-Identifier: BSL-1.0
#include "exchange.hpp"

#include "wire.hpp"
#include "words.hpp"

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/cancelled.hpp>

namespace rondo::inline v0::http::detail {

namespace {

constexpr std::size_t written_at_once = 65536; // bytes, about

std::string seconds_text(duration of) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(of).count()) + " ms";
}

} // namespace

void exchange::refuse(const std::string& why) {
    broken_ = true;
    throw bad_response(about_ + ": " + why);
}

task<> exchange::flush() {
    if (out_.empty()) co_return;
    const std::string_view text(out_);
    cancel_scope scope{{.timeout = options_.body_timeout}};
    broken_ = true; // until it is known that it went out whole
    const bool done = co_await scope.run(over_->bytes().write(std::as_bytes(std::span(text))));
    if (!done)
        throw timeout_error(about_ + ": the peer has taken nothing for " +
                            seconds_text(options_.body_timeout));
    broken_ = false;
    out_.clear();
}

task<> exchange::send(std::string about, const url& to, client_request& what) {
    about_ = std::move(about);
    answered_ = false;
    unpacks_.reset();
    packed_ = {};
    out_.append(to_string(what.verb)).append(" ").append(to.target).append(" HTTP/1.1\r\n");
    if (!what.fields.has("Host")) put_field(out_, "Host", to.authority());
    if (!what.fields.has("User-Agent") && !options_.user_agent.empty())
        put_field(out_, "User-Agent", options_.user_agent);
    if (!what.fields.has("Accept")) put_field(out_, "Accept", "*/*");
    if (options_.unpack && knows_gunzip() && !what.fields.has("Accept-Encoding") && !what.fields.has("Range"))
        put_field(out_, "Accept-Encoding", "gzip");
    put_fields(out_, what.fields);
    auto* const text = std::get_if<std::string>(&what.body);
    auto* const stream = std::get_if<response::stream>(&what.body);
    const bool usual = what.verb == method::post || what.verb == method::put || what.verb == method::patch;
    if (stream && !stream->length)
        out_ += "Transfer-Encoding: chunked\r\n";
    else if (stream || !text->empty() || usual)
        put_field(out_, "Content-Length", std::to_string(stream ? *stream->length : text->size()));
    out_ += "\r\n";
    if (text) {
        out_ += *text;
        co_await flush();
    } else {
        co_await send_stream(*stream);
    }
}

task<> exchange::send_stream(response::stream& from) {
    std::uint64_t left = from.length.value_or(~std::uint64_t(0));
    broken_ = true;
    for (;;) {
        auto next = co_await from.pieces.next();
        if (!next) break;
        const std::span<const std::byte> piece = *next;
        if (piece.empty()) continue;
        if (piece.size() > left) throw value_error(about_ + ": the request's body is longer than was said");
        left -= piece.size();
        if (from.length)
            put_bytes(out_, piece);
        else
            put_chunk(out_, piece);
        if (out_.size() >= written_at_once) co_await flush();
        broken_ = true;
    }
    if (from.length && left != 0) throw value_error(about_ + ": the request's body is shorter than was said");
    if (!from.length) out_ += last_chunk;
    co_await flush();
    broken_ = false;
}

// More from the peer. Returns: false at the end.
task<bool> exchange::more(duration limit, const char* what) {
    cancel_scope scope{{.timeout = limit}};
    const bool was_broken = std::exchange(broken_, true);
    const std::span<std::byte> room = in_.room();
    const auto got = co_await scope.run(over_->bytes().read(room));
    if (!got) throw timeout_error(about_ + ": " + what + " has not come within " + seconds_text(limit));
    broken_ = was_broken;
    in_.came(*got);
    if (*got != 0) answered_ = true;
    co_return *got != 0;
}

task<> exchange::read_head(response_head& into, bool to_head) {
    for (unsigned interim = 0;; ++interim) {
        std::size_t seen = 0;
        std::size_t end = std::string_view::npos;
        for (;;) {
            const std::string_view text = in_.text();
            end = head_end(text, seen);
            if (end != text.npos) break;
            if (text.size() > options_.max_head) break;
            seen = text.size() < 3 ? 0 : text.size() - 3;
            const bool some = co_await more(options_.head_timeout, "the head");
            if (!some)
                refuse(in_.empty() ? "the peer has ended without an answer"
                                   : "the peer has ended within the head");
        }
        if (std::min(end, in_.text().size()) > options_.max_head)
            refuse("the head has more than " + std::to_string(options_.max_head) + " bytes");
        piece_ = 0;
        used_ = 0;
        std::string why;
        try {
            parser_.head(in_.text().substr(0, end), into, options_.max_fields, to_head);
        } catch (const bad_request& e) {
            why = e.what();
        }
        if (!why.empty()) refuse(why);
        in_.drop(end);
        if (into.status == 101)
            refuse("the peer speaks another protocol from here on, which nobody asked for");
        if (into.status >= 200) break;
        if (interim == 100) refuse("there are more than 100 heads before the answer's");
    }
    const auto coding = into.fields.get("Content-Encoding");
    const bool packed = coding && (same_word(*coding, "gzip") || same_word(*coding, "x-gzip"));
    if (!options_.unpack || !packed || parser_.complete()) co_return;
    unpacks_ = make_gunzip();
    if (!unpacks_) co_return;
    into.fields.remove("Content-Encoding"); // as the body is given
    into.fields.remove("Content-Length");
}

task<std::span<const std::byte>> exchange::next_raw() {
    for (;;) {
        if (piece_ != parser_.pieces().size()) co_return std::as_bytes(std::span(parser_.pieces()[piece_++]));
        in_.drop(std::exchange(used_, 0));
        if (parser_.complete()) co_return std::span<const std::byte>();
        bool some = true;
        if (in_.empty()) some = co_await more(options_.body_timeout, "more of the body");
        std::string why;
        try {
            piece_ = 0;
            if (some)
                used_ = parser_.body(in_.text());
            else
                parser_.end();
        } catch (const bad_request& e) {
            why = e.what();
        }
        if (!why.empty()) refuse(why);
    }
}

task<std::span<const std::byte>> exchange::next() {
    if (!unpacks_) {
        const std::span<const std::byte> raw = co_await next_raw();
        co_return raw;
    }
    for (;;) {
        std::string why;
        std::span<const std::byte> got;
        try {
            if (!packed_.empty()) got = unpacks_->run(packed_);
        } catch (const std::runtime_error& e) {
            why = e.what();
        }
        if (!why.empty()) refuse(why);
        if (!got.empty()) co_return got;
        if (!packed_.empty()) continue;
        packed_ = co_await next_raw();
        if (!packed_.empty()) continue;
        try {
            unpacks_->finish();
        } catch (const std::runtime_error& e) {
            why = e.what();
        }
        if (!why.empty()) refuse(why);
        co_return std::span<const std::byte>();
    }
}

task<bool> exchange::skip(std::size_t most) {
    for (;;) {
        const std::span<const std::byte> piece = co_await next_raw();
        if (piece.empty()) co_return true;
        if (piece.size() > most) co_return false;
        most -= piece.size();
    }
}

} // namespace rondo::inline v0::http::detail
