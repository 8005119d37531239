// SPDX-License-Identifier: BSL-1.0
//
// A client's connection: requests out, responses in, one after the other.
#pragma once

#include <rondo/net/http/client.hpp>

#include "gunzip.hpp"
#include "parser.hpp"
#include "window.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace rondo::inline v0::http::detail {

class exchange {
public:
    exchange(std::unique_ptr<owned_transport> over, const client_options& options)
        : over_(std::move(over)), options_(options) {}
    exchange(const exchange&) = delete;

    /// `about`: the request's name for messages. Throws: rondo::error; timeout_error.
    task<> send(std::string about, const url& to, client_request& what);
    /// The head of the final response. Throws: bad_response; rondo::error; timeout_error.
    task<> read_head(response_head& into, bool to_head);
    /// As client_response::next.
    task<std::span<const std::byte>> next();
    /// Reads past at most `most` bytes of body. Returns: whether the end has come.
    task<bool> skip(std::size_t most);

    bool has_answered() const noexcept { return answered_; } ///< to the last request, with a byte at least
    /// Whether another request may follow: the response is whole, nothing came behind it, and nobody wants to end.
    bool reusable() const noexcept {
        return parser_.complete() && parser_.keep_alive() && in_.empty() && !broken_;
    }

private:
    task<std::span<const std::byte>> next_raw();
    task<bool> more(duration limit, const char* what);
    task<> flush();
    task<> send_stream(response::stream& from);
    [[noreturn]] void refuse(const std::string& why);

    std::unique_ptr<owned_transport> over_;
    const client_options& options_;
    std::string about_;
    std::string out_;
    window in_;
    response_parser parser_;
    std::unique_ptr<gunzip> unpacks_;
    std::span<const std::byte> packed_;
    std::size_t piece_ = 0; // of the parser's, to be given next
    std::size_t used_ = 0;  // of in_, by the pieces
    bool answered_ = false;
    bool broken_ = false;
};

} // namespace rondo::inline v0::http::detail
