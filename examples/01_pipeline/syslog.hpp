// SPDX-License-Identifier: BSL-1.0
//
// The grammar of syslog: `[<priority>]timestamp host program[pid]: message`, the timestamp that of RFC 3164 or ISO 8601.
// Files hold no severity, so it is taken from the priority, from a level that the message begins with, or is INFO.
#pragma once

#include "grammar.hpp"

namespace pipeline {

/// Removes `<34>` from the front: the severity is the number modulo 8. False when it is no priority (0 to 191).
constexpr bool take_priority(std::string_view& rest, std::optional<level>& severity) {
    constexpr std::array<level, 8> severities{level::fatal, level::fatal, level::fatal, level::error,
                                              level::warn,  level::info,  level::info,  level::debug};
    if (rest.empty() || rest[0] != '<') return true;
    const std::size_t end = rest.substr(0, 5).find('>');
    if (end == std::string_view::npos || end < 2) return false;
    unsigned priority = 0;
    for (char c : rest.substr(1, end - 1)) {
        if (!is_digit(c)) return false;
        priority = priority * 10 + static_cast<unsigned>(c - '0');
    }
    if (priority > 191) return false;
    severity = severities[priority % 8];
    rest.remove_prefix(end + 1);
    return true;
}

/// The level that a message begins with: `ERROR: …`, `warning: …`; small and capital letters alike.
constexpr std::optional<level> level_in(std::string_view message) {
    const std::size_t colon = message.substr(0, 8).find(':');
    if (colon == std::string_view::npos) return {};
    std::array<char, 8> word{};
    for (std::size_t i = 0; i < colon; ++i) {
        const char c = message[i];
        word[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return level_named({word.data(), colon});
}

constexpr reason parse_syslog(std::string_view line, record& out) {
    std::string_view rest = line;
    std::optional<level> severity;
    if (!take_priority(rest, severity)) return "bad priority";
    const std::size_t iso = iso_time(rest);
    const std::size_t length = iso != 0 ? iso : syslog_time(rest);
    if (length == 0) return "bad timestamp";
    const std::string_view time = rest.substr(0, length);
    rest.remove_prefix(length);
    if (rest.size() < 2 || rest[0] != ' ' || rest[1] == ' ') return "no host";
    rest.remove_prefix(1);
    const std::string_view host = first_word(rest);
    if (host.size() == rest.size() || host.back() == ':') return "no host";
    rest.remove_prefix(host.size() + 1);

    const std::size_t colon = rest.find(": ");
    const std::string_view tag =
        rest.substr(0, colon == std::string_view::npos && rest.ends_with(':') ? rest.size() - 1 : colon);
    if (tag.empty() || tag.size() == rest.size() || tag.find(' ') != std::string_view::npos)
        return "no program";
    const std::string_view message = trimmed(rest.substr(tag.size() + 1));
    if (!severity) severity = level_in(message);
    out = {line, time, tag, message, severity.value_or(level::info)};
    return nullptr;
}

} // namespace pipeline
