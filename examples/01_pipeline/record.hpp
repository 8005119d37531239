// SPDX-License-Identifier: BSL-1.0
//
// What travels through the stages: a raw line out of the reader, a record out of the validator.
// Both only look at bytes that the reader holds: they live until the stage is asked for the next item.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pipeline {

enum class level : std::uint8_t { trace, debug, info, warn, error, fatal };

inline constexpr std::array<std::string_view, 6> level_names{"TRACE", "DEBUG", "INFO",
                                                             "WARN",  "ERROR", "FATAL"};

constexpr std::size_t index(level l) { return static_cast<std::size_t>(l); }
constexpr std::string_view name(level l) { return level_names[index(l)]; }

/// The level that a word spells in capitals (WARNING is WARN), or nothing.
constexpr std::optional<level> level_named(std::string_view word) {
    if (word == "WARNING") return level::warn;
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == word) return static_cast<level>(i);
    return {};
}

/// A line as the reader found it, without its line ending (a newline, or a carriage return and a newline).
/// When `too_long`, `text` is empty and only the place and the size are known.
struct raw_line {
    std::string_view text;
    std::uint64_t number = 0; // in its file, from 1
    std::uint64_t offset = 0; // of its first byte in its file
    std::uint64_t bytes = 0;  // without the line ending; of a too long one, a carriage return counts
    bool too_long = false;
};

/// A line that obeys the grammar, taken apart. A part that the format does not have is empty.
struct record {
    std::string_view line;
    std::string_view time;
    std::string_view source; // the program, the host or the client
    std::string_view message;
    level severity = level::info;
};

} // namespace pipeline
