// SPDX-License-Identifier: BSL-1.0
//
// The grammar: which lines are well-formed, and what their parts are. One function a format; it fills `out` and gives
// null, or gives the reason why the line is malformed. docs/pipeline.md states the same rules for users.
#pragma once

#include "record.hpp"
#include "timestamp.hpp"

namespace pipeline {

using reason = const char*; // null: well-formed

constexpr std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\v\f";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The word that the text begins with: up to a space, or all of it.
constexpr std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

/// `[timestamp ]LEVEL: message`
constexpr reason parse_lesson(std::string_view line, record& out) {
    std::string_view rest = line;
    std::size_t time = 0;
    if (!line.empty() && is_digit(line[0])) {
        time = iso_time(line);
        if (time == 0) return "bad timestamp";
        if (time == line.size() || line[time] != ' ') return "no space after the timestamp";
        rest.remove_prefix(time + 1);
    }
    // The longest level has 7 letters: a colon further on belongs to the message of some other kind of line.
    const std::size_t colon = rest.substr(0, 8).find(':');
    if (colon == std::string_view::npos) return "no level";
    const std::optional<level> severity = level_named(rest.substr(0, colon));
    if (!severity) return "unknown level";
    out = {line, line.substr(0, time), {}, trimmed(rest.substr(colon + 1)), *severity};
    return nullptr;
}

/// `2026-11-22 20:46:42 status installed libc6:amd64 2.36-9`
constexpr reason parse_dpkg(std::string_view line, record& out) {
    constexpr std::array<std::string_view, 10> verbs{"status",   "install",  "upgrade", "configure",
                                                     "trigproc", "remove",   "purge",   "startup",
                                                     "conffile", "disappear"};
    const std::size_t time = iso_time(line);
    if (time != 19 || line[10] != ' ') return "bad timestamp";
    if (line.size() == 19 || line[19] != ' ') return "no space after the timestamp";
    const std::string_view message = trimmed(line.substr(20));
    const std::string_view verb = first_word(message);
    bool known = false;
    for (std::string_view v : verbs) known = known || v == verb;
    if (!known) return "unknown action";
    if (verb.size() == message.size()) return "no package";
    out = {line, line.substr(0, time), "dpkg", message, level::info};
    return nullptr;
}

/// `192.0.2.7 - ana [22/Nov/2026:20:46:42 +0100] "GET / HTTP/1.1" 200 5120 "-" "curl/8"`; the last two are optional.
constexpr reason parse_combined(std::string_view line, record& out) {
    const std::size_t open = line.find(" [");
    if (open == std::string_view::npos || open == 0) return "no timestamp in brackets";
    std::size_t words = 1;
    for (char c : line.substr(0, open)) words += c == ' ';
    if (words != 3 || line[0] == ' ') return "not client, ident and user before the timestamp";
    const std::size_t time = combined_time(line.substr(open + 2));
    const std::size_t close = open + 2 + time;
    if (time == 0 || close >= line.size() || line[close] != ']') return "bad timestamp";
    const std::string_view rest = line.substr(close + 1);
    if (rest.size() < 3 || rest[0] != ' ' || rest[1] != '"') return "no request in quotes";
    std::size_t quote = rest.find('"', 2);
    while (quote != std::string_view::npos && rest[quote - 1] == '\\') quote = rest.find('"', quote + 1);
    if (quote == std::string_view::npos) return "no request in quotes";
    const std::string_view after = rest.substr(quote + 1); // ` 200 5120 …`
    if (after.size() < 4 || after[0] != ' ' || two_digits(after, 2) > 99 || after[1] < '1' || after[1] > '5')
        return "bad status";
    if (after.size() < 6 || after[4] != ' ' || !(is_digit(after[5]) || after[5] == '-')) return "bad size";
    const level severity = after[1] == '5' ? level::error : after[1] == '4' ? level::warn : level::info;
    out = {line, line.substr(open + 2, time), first_word(line), trimmed(rest), severity};
    return nullptr;
}

} // namespace pipeline
