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

class request_parser {
public:
    request_parser();
    request_parser(const request_parser&) = delete;

    /// A whole head, of which nothing is kept. Throws: bad_request.
    void head(std::string_view text, request& into, std::size_t max_fields);
    /// More of the body. Returns: how much of `text` belongs to this request. `pieces()` then has what it holds. Throws:
    /// bad_request.
    std::size_t body(std::string_view text);
    /// Pieces of the body in what body() was given.
    std::vector<std::string_view>& pieces() noexcept { return pieces_; }
    bool complete() const noexcept { return complete_; }
    bool keep_alive() const noexcept { return keep_alive_; }
    std::optional<std::uint64_t> length() const noexcept { return length_; }

private:
    struct field {
        std::string_view name;
        std::string_view value;
    };
    static request_parser& of(llhttp_t* from) noexcept { return *static_cast<request_parser*>(from->data); }
    static const llhttp_settings_t& callbacks();
    std::size_t execute(std::string_view text);

    llhttp_t state_;
    std::string_view target_;
    std::vector<field> fields_;
    std::vector<std::string_view> pieces_;
    std::optional<std::uint64_t> length_;
    bool complete_ = false;
    bool keep_alive_ = false;
};

} // namespace rondo::inline v0::http::detail
