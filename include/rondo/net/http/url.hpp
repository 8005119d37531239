// SPDX-License-Identifier: BSL-1.0
//
// Where something is: `https://example.org:8443/search?q=a`, and what a link on a page there means.
#pragma once

#include <rondo/base/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace rondo::inline v0::http {

/// Source: RFC 3986, for the schemes http and https.
struct url {
    std::string scheme;     ///< "http" or "https"
    std::string host;       ///< small letters; an IPv6 address without its brackets
    std::uint16_t port = 0; ///< 80 or 443 unless it is said
    std::string target =
        "/"; ///< path and query, as they go out: without blanks and what else a request line cannot hold

    /// Throws: value_error, which shows the text: another scheme, no host, a name and password (put these into
    /// Authorization), a bad port. A fragment is left out; what a target cannot hold is written `%20`.
    RONDO_API static url parse(std::string_view text);
    /// What `reference` means on a page that is here. Throws: value_error, for another scheme, too: "mailto:…".
    RONDO_API url resolve(std::string_view reference) const;

    /// "example.org:8443"; without a port that goes without saying.
    RONDO_API std::string authority() const;
    RONDO_API std::string str() const;
    bool same_origin(const url& other) const noexcept {
        return scheme == other.scheme && host == other.host && port == other.port;
    }
    bool operator==(const url&) const = default;
};

} // namespace rondo::inline v0::http
