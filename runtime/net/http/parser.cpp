// SPDX-License-Identifier: BSL-1.0
#include "parser.hpp"

#include "words.hpp"

#include <algorithm>

namespace rondo::inline v0::http::detail {

namespace {

method method_of(unsigned from) noexcept {
    switch (from) {
    case HTTP_GET:
        return method::get;
    case HTTP_HEAD:
        return method::head;
    case HTTP_POST:
        return method::post;
    case HTTP_PUT:
        return method::put;
    case HTTP_DELETE:
        return method::delete_;
    case HTTP_PATCH:
        return method::patch;
    case HTTP_OPTIONS:
        return method::options;
    case HTTP_TRACE:
        return method::trace;
    case HTTP_CONNECT:
        return method::connect;
    default:
        return method::other;
    }
}

// What may be understood in two ways: a line end that is not CR LF, a line that goes on in the next, blanks where none belong,
// a zero.
void refuse_ambiguous(std::string_view head) {
    for (std::size_t at = head.find('\n'); at != head.npos; at = head.find('\n', at + 1)) {
        if (at == 0 || head[at - 1] != '\r') throw bad_request(400, "a line of the head ends without CR");
        if (at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t'))
            throw bad_request(400, "a header field goes on in the next line");
        const std::string_view line = head.substr(at + 1, head.find('\n', at + 1) - at - 1);
        const std::size_t colon = line.find(':');
        if (colon != line.npos && line.substr(0, colon).find_first_of(" \t") != line.npos)
            throw bad_request(400, "the name of a header field has a blank in it");
    }
    for (std::size_t at = head.find('\r'); at != head.npos; at = head.find('\r', at + 1))
        if (at + 1 == head.size() || head[at + 1] != '\n')
            throw bad_request(400, "a line of the head has a CR in it");
    if (head.find('\0') != head.npos) throw bad_request(400, "the head has a zero byte in it");
}

unsigned status_of(int error) noexcept {
    switch (error) {
    case HPE_INVALID_METHOD:
        return 501;
    case HPE_INVALID_VERSION:
        return 505;
    default:
        return 400;
    }
}

} // namespace

std::size_t head_end(std::string_view text, std::size_t seen) noexcept {
    // An empty line: CR LF before it, or, for what will be refused, LF alone.
    for (std::size_t at = text.find('\n', seen); at != text.npos; at = text.find('\n', at + 1)) {
        const std::size_t next = at + 1;
        if (next < text.size() && text[next] == '\n') return next + 1;
        if (next + 1 < text.size() && text[next] == '\r' && text[next + 1] == '\n') return next + 2;
    }
    return text.npos;
}

const llhttp_settings_t& message_parser::callbacks() {
    static const llhttp_settings_t all = [] {
        llhttp_settings_t made;
        ::llhttp_settings_init(&made);
        made.on_url = [](llhttp_t* from, const char* at, std::size_t size) {
            of(from).target_ = std::string_view(at, size);
            return 0;
        };
        made.on_header_field = [](llhttp_t* from, const char* at, std::size_t size) {
            of(from).fields_.push_back({std::string_view(at, size), {}});
            return 0;
        };
        made.on_header_value = [](llhttp_t* from, const char* at, std::size_t size) {
            auto& fields = of(from).fields_;
            if (!fields.empty()) fields.back().value = std::string_view(at, size);
            return 0;
        };
        made.on_headers_complete = [](llhttp_t* from) {
            message_parser& me = of(from);
            me.keep_alive_ = ::llhttp_should_keep_alive(from) != 0;
            const bool to_the_end = from->type == HTTP_RESPONSE && (from->flags & F_CONTENT_LENGTH) == 0;
            if ((from->flags & F_CHUNKED) == 0 && !to_the_end) me.length_ = from->content_length;
            return me.without_body_ ? 1 : 0;
        };
        made.on_body = [](llhttp_t* from, const char* at, std::size_t size) {
            of(from).pieces_.emplace_back(at, size);
            return 0;
        };
        made.on_message_complete = [](llhttp_t* from) {
            of(from).complete_ = true;
            return static_cast<int>(HPE_PAUSED);
        };
        return made;
    }();
    return all;
}

message_parser::message_parser(bool responses) {
    ::llhttp_init(&state_, responses ? HTTP_RESPONSE : HTTP_REQUEST, &callbacks());
    state_.data = this;
}

std::size_t message_parser::execute(std::string_view text) {
    llhttp_errno_t code = ::llhttp_execute(&state_, text.data(), text.size());
    if (code == HPE_OK) return text.size();
    const char* const at = ::llhttp_get_error_pos(&state_);
    if (code == HPE_PAUSED_UPGRADE) { // nothing here takes another protocol: it goes on as it was
        ::llhttp_resume_after_upgrade(&state_);
        complete_ = true;
        return static_cast<std::size_t>(at - text.data());
    }
    if (code == HPE_PAUSED) {
        ::llhttp_resume(&state_);
        return static_cast<std::size_t>(at - text.data());
    }
    const char* const why = ::llhttp_get_error_reason(&state_);
    throw bad_request(status_of(static_cast<int>(code)),
                      why && *why ? std::string(why) : std::string(::llhttp_errno_name(code)));
}

void message_parser::whole_head(std::string_view text, std::size_t max_fields, headers& into) {
    refuse_ambiguous(text);
    complete_ = false;
    keep_alive_ = false;
    length_.reset();
    fields_.clear();
    pieces_.clear();
    target_ = {};
    const std::size_t used = execute(text);
    if (used != text.size()) throw bad_request(400, "something follows the head's end within it");
    if (fields_.size() > max_fields)
        throw bad_request(431, "there are more than " + std::to_string(max_fields) + " header fields");
    for (const field& each : fields_) into.append(each.name, trimmed(each.value));
}

void request_parser::head(std::string_view text, request& into, std::size_t max_fields) {
    const std::string_view first = text.substr(0, text.find('\n'));
    if (std::ranges::count(first, ' ') != 2)
        throw bad_request(400, "the request line is not three words with a space between them");
    whole_head(text, max_fields, into.fields);
    into.verb = method_of(::llhttp_get_method(&state_));
    into.method_name = ::llhttp_method_name(static_cast<llhttp_method_t>(::llhttp_get_method(&state_)));
    into.target.assign(target_);
    into.minor = ::llhttp_get_http_minor(&state_);
    if (::llhttp_get_http_major(&state_) != 1) throw bad_request(505, "only HTTP/1 is spoken here");
    const std::size_t hosts = into.fields.count("Host");
    if (hosts > 1 || (hosts == 0 && into.minor >= 1))
        throw bad_request(400, hosts == 0 ? "there is no Host" : "there is more than one Host");
    if (into.fields.has("Transfer-Encoding") && into.minor == 0)
        throw bad_request(400, "HTTP/1.0 knows no Transfer-Encoding");
}

void response_parser::head(std::string_view text, response_head& into, std::size_t max_fields, bool to_head) {
    without_body_ = to_head;
    into.fields.clear();
    whole_head(text, max_fields, into.fields);
    into.status = static_cast<unsigned>(::llhttp_get_status_code(&state_));
    if (::llhttp_get_http_major(&state_) != 1) throw bad_request(505, "only HTTP/1 is spoken here");
}

void response_parser::end() {
    if (complete_) return;
    pieces().clear();
    const llhttp_errno_t code = ::llhttp_finish(&state_);
    if (code != HPE_OK && code != HPE_PAUSED) throw bad_request(400, "the peer has ended within the body");
    complete_ = true;
}

std::size_t message_parser::body(std::string_view text) {
    pieces_.clear();
    return execute(text);
}

} // namespace rondo::inline v0::http::detail
