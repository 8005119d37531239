// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/message.hpp>

#include "words.hpp"

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <array>

namespace rondo::inline v0::http {

using detail::lower;
using detail::same_word;
using detail::trimmed;

namespace {

struct status_word {
    unsigned status;
    std::string_view words;
};

constexpr status_word status_words[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
    {511, "Network Authentication Required"},
};

constexpr std::string_view method_names[] = {"GET",   "HEAD",    "POST",  "PUT",     "DELETE",
                                             "PATCH", "OPTIONS", "TRACE", "CONNECT", ""};

bool is_token(std::string_view text) noexcept {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               others.find(c) != others.npos;
    });
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

} // namespace

std::string_view to_string(method verb) noexcept { return method_names[static_cast<std::size_t>(verb)]; }

std::string_view reason_of(unsigned status) noexcept {
    const auto at = std::ranges::lower_bound(status_words, status, {}, &status_word::status);
    return at != std::end(status_words) && at->status == status ? at->words : std::string_view("Unknown");
}

headers::headers(std::initializer_list<field> fields) {
    for (const field& each : fields) add(each.name, each.value);
}

void headers::add(std::string_view name, std::string_view value) {
    if (!is_token(name))
        throw value_error("headers::add: '" + std::string(name) + "' cannot be the name of a header field");
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != value.npos)
        throw value_error("headers::add: the value of " + std::string(name) +
                          " has a line end or a zero byte in it");
    append(name, trimmed(value));
}

void headers::append(std::string_view name, std::string_view value) {
    const std::size_t at = text_.size();
    if (at + name.size() + value.size() > ~std::uint32_t(0))
        throw value_error("headers: more than 4 GiB of header fields");
    const place made{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(name.size()),
                     static_cast<std::uint32_t>(value.size())};
    places_.push_back(made);
    text_.append(name).append(value);
}

void headers::set(std::string_view name, std::string_view value) {
    const std::string kept(value); // may be a view of what is removed
    const std::string called(name);
    remove(called);
    add(called, kept);
}

std::size_t headers::remove(std::string_view name) {
    return std::erase_if(places_, [&](const place& p) {
        return same_word(std::string_view(text_).substr(p.at, p.name), name);
    });
}

headers::field headers::operator[](std::size_t i) const noexcept {
    const place& p = places_[i];
    const std::string_view all(text_);
    return {all.substr(p.at, p.name), all.substr(p.at + p.name, p.value)};
}

std::optional<std::string_view> headers::get(std::string_view name) const noexcept {
    for (std::size_t i = 0; i != places_.size(); ++i) {
        const field each = (*this)[i];
        if (same_word(each.name, name)) return each.value;
    }
    return std::nullopt;
}

std::size_t headers::count(std::string_view name) const noexcept {
    std::size_t found = 0;
    for (std::size_t i = 0; i != places_.size(); ++i) found += same_word((*this)[i].name, name) ? 1 : 0;
    return found;
}

bool headers::has_token(std::string_view name, std::string_view token) const noexcept {
    for (std::size_t i = 0; i != places_.size(); ++i) {
        const field each = (*this)[i];
        if (!same_word(each.name, name)) continue;
        for (std::string_view rest = each.value;;) {
            const std::size_t comma = rest.find(',');
            if (same_word(trimmed(rest.substr(0, comma)), token)) return true;
            if (comma == rest.npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return false;
}

void headers::clear() noexcept {
    text_.clear();
    places_.clear();
}

bad_request::~bad_request() = default;

task<std::string> request_body::read_all(std::size_t limit) {
    std::string all;
    for (;;) {
        const std::span<const std::byte> piece = co_await next();
        if (piece.empty()) break;
        if (piece.size() > limit - all.size())
            throw bad_request(413, "the body has more than the " + std::to_string(limit) +
                                       " bytes that are allowed here");
        all.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    co_return all;
}

std::string_view request::path() const noexcept {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view request::query() const noexcept {
    const std::size_t at = target.find('?');
    return at == target.npos ? std::string_view() : std::string_view(target).substr(at + 1);
}

std::string_view request::param(std::string_view name) const noexcept {
    for (const auto& [called, value] : params)
        if (called == name) return value;
    return {};
}

std::optional<std::string> request::query_value(std::string_view name) const {
    std::string_view rest = query();
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        const auto called = percent_decoded(pair.substr(0, equals), true);
        if (!called || *called != name) continue;
        return percent_decoded(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), true);
    }
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus) {
    std::string made;
    made.reserve(text.size());
    for (std::size_t i = 0; i != text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            made.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            made.push_back(plus && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return made;
}

std::string percent_encoded(std::string_view text, std::string_view keep) {
    std::string made;
    made.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
                           std::string_view("-._~").find(c) != std::string_view::npos ||
                           keep.find(c) != keep.npos;
        if (plain) {
            made.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            made.push_back('%');
            made.push_back("0123456789ABCDEF"[byte >> 4]);
            made.push_back("0123456789ABCDEF"[byte & 15]);
        }
    }
    return made;
}

namespace {

response of_type(std::string body, std::string_view type, unsigned status) {
    response made;
    made.status = status;
    made.fields.append("Content-Type", type);
    made.body = std::move(body);
    return made;
}

} // namespace

response response::text(std::string body, unsigned status) {
    return of_type(std::move(body), "text/plain; charset=utf-8", status);
}
response response::html(std::string body, unsigned status) {
    return of_type(std::move(body), "text/html; charset=utf-8", status);
}
response response::json(std::string body, unsigned status) {
    return of_type(std::move(body), "application/json", status);
}
response response::streamed(body_chunks pieces, std::string_view content_type,
                            std::optional<std::uint64_t> length) {
    response made;
    made.fields.add("Content-Type", content_type);
    stream of(std::move(pieces), length);
    made.body = std::move(of);
    return made;
}
response response::plain_status(unsigned status) {
    return text(std::to_string(status) + " " + std::string(reason_of(status)) + "\n", status);
}

} // namespace rondo::inline v0::http
