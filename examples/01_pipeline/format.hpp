// SPDX-License-Identifier: BSL-1.0
//
// Which grammar a file is read by: asked for, or recognised on its first lines.
#pragma once

#include "syslog.hpp"

namespace pipeline {

enum class format : std::uint8_t { lesson, syslog, dpkg, combined, automatic };

inline constexpr std::array<std::string_view, 5> format_names{"lesson", "syslog", "dpkg", "combined", "auto"};

constexpr std::string_view name(format f) { return format_names[static_cast<std::size_t>(f)]; }

constexpr std::optional<format> format_named(std::string_view word) {
    for (std::size_t i = 0; i < format_names.size(); ++i)
        if (format_names[i] == word) return static_cast<format>(i);
    return {};
}

/// Takes a line apart by a format. Returns: null, or why the line is malformed.
constexpr reason parse(format f, std::string_view line, record& out) {
    if (line.empty()) return "blank line";
    switch (f) {
    case format::syslog:
        return parse_syslog(line, out);
    case format::dpkg:
        return parse_dpkg(line, out);
    case format::combined:
        return parse_combined(line, out);
    case format::lesson:
    case format::automatic:
        break;
    }
    return parse_lesson(line, out);
}

struct recognition {
    format chosen = format::lesson;
    bool certain = false; // false: no format fits any line, so the lesson's is taken
};

/// The format that fits most of the first 32 lines of `text`; the earlier in the list wins a tie.
constexpr recognition recognise(std::string_view text) {
    std::array<int, 4> fits{};
    for (int lines = 0; lines < 32 && !text.empty(); ++lines) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() == text.size() ? text.size() : line.size() + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        record unused;
        for (std::size_t i = 0; i < fits.size(); ++i)
            fits[i] += parse(static_cast<format>(i), line, unused) == nullptr;
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < fits.size(); ++i)
        if (fits[i] > fits[best]) best = i;
    return {static_cast<format>(best), fits[best] != 0};
}

} // namespace pipeline
