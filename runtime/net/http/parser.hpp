// SPDX-License-Identifier: BSL-1.0
//
// llhttp, fed with heads that are whole and bodies as they come. What llhttp lets pass for the sake of old peers is refused
// before it looks: bare line ends and folded lines, which two parsers on the way may understand in two ways.
#pragma once

#include <rondo/net/http/message.hpp>

#include <string_view>
#include <vector>

#include <llhttp.h>

namespace rondo::inline v0::http::detail {

/// Where a head ends in `text`, behind its empty line; npos when it has not all come. Searches from `seen` on.
std::size_t head_end(std::string_view text, std::size_t seen) noexcept;

class message_parser {
public:
    message_parser(const message_parser&) = delete;

    /// More of the body. Returns: how much of `text` belongs to this message. `pieces()` then has what it holds. Throws:
    /// bad_request.
    std::size_t body(std::string_view text);
    /// Pieces of the body in what body() was given.
    std::vector<std::string_view>& pieces() noexcept { return pieces_; }
    bool complete() const noexcept { return complete_; }
    bool keep_alive() const noexcept { return keep_alive_; }
    std::optional<std::uint64_t> length() const noexcept { return length_; }

protected:
    explicit message_parser(bool responses);
    ~message_parser() = default;
    /// Parses a whole head; its target, fields and state are there then. Throws: bad_request.
    void whole_head(std::string_view text, std::size_t max_fields, headers& into);

    llhttp_t state_;
    std::string_view target_;
    std::optional<std::uint64_t> length_;
    bool complete_ = false;
    bool keep_alive_ = false;
    bool without_body_ = false; // whatever its head says

private:
    struct field {
        std::string_view name;
        std::string_view value;
    };
    static message_parser& of(llhttp_t* from) noexcept { return *static_cast<message_parser*>(from->data); }
    static const llhttp_settings_t& callbacks();
    std::size_t execute(std::string_view text);

    std::vector<field> fields_;
    std::vector<std::string_view> pieces_;
};

class request_parser : public message_parser {
public:
    request_parser() : message_parser(false) {}
    /// A whole head, of which nothing is kept. Throws: bad_request.
    void head(std::string_view text, request& into, std::size_t max_fields);
};

struct response_head {
    unsigned status = 0;
    headers fields;
};

/// What it throws says by its status nothing.
class response_parser : public message_parser {
public:
    response_parser() : message_parser(true) {}
    /// `to_head`: it answers a HEAD, so that no body follows. Throws: bad_request.
    void head(std::string_view text, response_head& into, std::size_t max_fields, bool to_head);
    /// The peer has ended. Throws: bad_request when the body is not whole.
    void end();
};

} // namespace rondo::inline v0::http::detail
