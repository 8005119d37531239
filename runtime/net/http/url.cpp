// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/url.hpp>

#include "words.hpp"

#include <rondo/base/errors.hpp>

#include <charconv>
#include <optional>

namespace rondo::inline v0::http {

namespace {

[[noreturn]] void refuse_url(std::string_view text, const char* why) {
    std::string shown(text.substr(0, 200));
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    throw value_error("url: '" + shown + "': " + why);
}

std::uint16_t usual_port(std::string_view scheme) noexcept { return scheme == "https" ? 443 : 80; }

std::string in_small(std::string_view text) {
    std::string made(text);
    for (char& c : made) c = detail::lower(c);
    return made;
}

// "mailto" of "mailto:a@b"; empty when there is none.
std::string_view scheme_of(std::string_view text) noexcept {
    const std::size_t colon = text.find(':');
    if (colon == text.npos || colon == 0) return {};
    for (std::size_t i = 0; i != colon; ++i) {
        const char c = detail::lower(text[i]);
        const bool letter = c >= 'a' && c <= 'z';
        const bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && (i == 0 || !other)) return {};
    }
    return text.substr(0, colon);
}

// Blanks, controls, quotes and bytes beyond ASCII as %20; a '%' stays.
std::string as_target(std::string_view text) {
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7F ||
            std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) {
            made += '%';
            made += "0123456789ABCDEF"[byte >> 4];
            made += "0123456789ABCDEF"[byte & 15];
        } else {
            made += c;
        }
    }
    return made;
}

// "/a/b/../c/./d" is "/a/c/d"; the path begins with '/'.
std::string without_dots(std::string_view path) {
    std::string made;
    for (;;) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, end);
        const bool last = end == path.size();
        if (part == "..") {
            const std::size_t slash = made.rfind('/');
            made.resize(slash == made.npos ? 0 : slash);
            if (last) made += '/';
        } else if (part == ".") {
            if (last) made += '/';
        } else {
            made += '/';
            made += part;
        }
        if (last) break;
        path.remove_prefix(end);
    }
    return made;
}

// A path with its query.
std::string normal_target(std::string_view text) {
    const std::size_t mark = std::min(text.find('?'), text.size());
    const std::string_view path = text.substr(0, mark);
    std::string made = path.empty() ? std::string("/") : without_dots(path);
    made += text.substr(mark);
    return as_target(made);
}

void put_authority(url& into, std::string_view text, std::string_view whole) {
    if (text.find('@') != text.npos)
        refuse_url(whole, "a name and a password are not sent: put them into the field Authorization");
    std::string_view host = text;
    std::optional<std::string_view> port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == text.npos) refuse_url(whole, "an address that begins with '[' ends with ']'");
        host = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) refuse_url(whole, "behind ']' there is ':' and a port");
        if (!rest.empty()) port = rest.substr(1);
        if (host.find_first_not_of("0123456789abcdefABCDEF:.") != host.npos || host.empty())
            refuse_url(whole, "between '[' and ']' is an IPv6 address");
    } else {
        const std::size_t colon = text.find(':');
        host = text.substr(0, colon);
        if (colon != text.npos) port = text.substr(colon + 1);
        if (host.empty()) refuse_url(whole, "there is no host");
        for (const char c : host) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte <= 0x20 || byte >= 0x7F ||
                std::string_view("\"<>\\^`{|}%[]").find(c) != std::string_view::npos)
                refuse_url(whole, "a host is of letters, digits, '-' and '.' (other letters as xn--…)");
        }
    }
    into.host = in_small(host);
    into.port = usual_port(into.scheme);
    if (!port || port->empty()) return;
    const auto [stopped, code] = std::from_chars(port->data(), port->data() + port->size(), into.port);
    if (code != std::errc() || stopped != port->data() + port->size() || into.port == 0)
        refuse_url(whole, "a port is a number from 1 to 65535");
}

} // namespace

url url::parse(std::string_view text) {
    const std::string_view whole = text;
    url made;
    made.scheme = in_small(scheme_of(text));
    if (made.scheme != "http" && made.scheme != "https")
        refuse_url(whole, "it begins with http:// or https://");
    text.remove_prefix(made.scheme.size() + 1);
    if (!text.starts_with("//")) refuse_url(whole, "it begins with http:// or https://");
    text.remove_prefix(2);
    text = text.substr(0, text.find('#'));
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    put_authority(made, text.substr(0, end), whole);
    made.target = normal_target(text.substr(end));
    return made;
}

url url::resolve(std::string_view reference) const {
    reference = detail::trimmed(reference);
    if (const std::string_view other = scheme_of(reference); !other.empty()) return parse(reference);
    if (reference.starts_with("//")) return parse(scheme + ":" + std::string(reference));
    reference = reference.substr(0, reference.find('#'));
    url made = *this;
    const std::string_view path = std::string_view(target).substr(0, target.find('?'));
    if (reference.empty()) return made;
    if (reference.starts_with('/'))
        made.target = normal_target(reference);
    else if (reference.starts_with('?'))
        made.target = normal_target(std::string(path) + std::string(reference));
    else
        made.target =
            normal_target(std::string(path.substr(0, path.rfind('/') + 1)) + std::string(reference));
    return made;
}

std::string url::authority() const {
    std::string made = host.find(':') == host.npos ? host : "[" + host + "]";
    if (port != usual_port(scheme)) made += ":" + std::to_string(port);
    return made;
}

std::string url::str() const { return scheme + "://" + authority() + target; }

} // namespace rondo::inline v0::http
