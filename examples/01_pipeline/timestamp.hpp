// SPDX-License-Identifier: BSL-1.0
//
// The timestamps that log lines begin with, recognised by hand: no regex, no allocation, every field checked for its
// range. Each function gives the length of the timestamp that the text begins with, or 0.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace pipeline {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number written with two digits at `at`, or 100 when there is none.
constexpr unsigned two_digits(std::string_view text, std::size_t at) {
    const auto tens = static_cast<unsigned>(static_cast<unsigned char>(text[at]) - '0');
    const auto units = static_cast<unsigned>(static_cast<unsigned char>(text[at + 1]) - '0');
    return tens <= 9 && units <= 9 ? tens * 10 + units : 100;
}

constexpr unsigned days_in(unsigned month, unsigned year) {
    constexpr std::array<unsigned, 13> days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month];
}

/// `20:46:42`, with 60 for a leap second.
constexpr bool is_clock(std::string_view text, std::size_t at) {
    return text.size() >= at + 8 && text[at + 2] == ':' && text[at + 5] == ':' &&
           two_digits(text, at) <= 23 && two_digits(text, at + 3) <= 59 && two_digits(text, at + 6) <= 60;
}

/// `2026-11-22`
constexpr bool is_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    const unsigned century = two_digits(text, 0), year = two_digits(text, 2);
    const unsigned month = two_digits(text, 5), day = two_digits(text, 8);
    if (century > 99 || year > 99 || month < 1 || month > 12 || day < 1) return false;
    return day <= days_in(month, century * 100 + year);
}

/// `.123456` or `,123` after the seconds: 1 to 9 digits.
constexpr std::size_t fraction_length(std::string_view text, std::size_t at) {
    if (at >= text.size() || (text[at] != '.' && text[at] != ',')) return 0;
    std::size_t end = at + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::size_t digits = end - at - 1;
    return digits >= 1 && digits <= 9 ? digits + 1 : 0;
}

/// `Z`, `+01:00` or `+0100`
constexpr std::size_t zone_length(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == 'Z') return 1;
    if ((text[at] != '+' && text[at] != '-') || text.size() < at + 5 || two_digits(text, at + 1) > 23)
        return 0;
    if (text[at + 3] != ':') return two_digits(text, at + 3) <= 59 ? 5 : 0;
    return text.size() >= at + 6 && two_digits(text, at + 4) <= 59 ? 6 : 0;
}

/// `2026-11-22 20:46:42`, or with a `T` between; a fraction and a zone may follow (ISO 8601, RFC 3339).
constexpr std::size_t iso_time(std::string_view text) {
    if (!is_date(text) || text.size() < 19 || (text[10] != ' ' && text[10] != 'T') || !is_clock(text, 11))
        return 0;
    std::size_t length = 19;
    length += fraction_length(text, length);
    return length + zone_length(text, length);
}

constexpr unsigned month_named(std::string_view word) {
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (unsigned i = 0; i < 12; ++i)
        if (months.substr(i * 3, 3) == word) return i + 1;
    return 0;
}

/// `Nov  2 20:46:42` or `Nov 02 20:46:42` (RFC 3164)
constexpr std::size_t syslog_time(std::string_view text) {
    if (text.size() < 15 || text[3] != ' ' || text[6] != ' ' || !is_clock(text, 7)) return 0;
    const unsigned month = month_named(text.substr(0, 3));
    const unsigned day =
        text[4] == ' ' && is_digit(text[5]) ? static_cast<unsigned>(text[5] - '0') : two_digits(text, 4);
    return month != 0 && day >= 1 && day <= days_in(month, 2000) ? 15 : 0;
}

/// `22/Nov/2026:20:46:42 +0100` (the combined log format)
constexpr std::size_t combined_time(std::string_view text) {
    if (text.size() < 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[20] != ' ') return 0;
    const unsigned day = two_digits(text, 0), month = month_named(text.substr(3, 3));
    const unsigned century = two_digits(text, 7), year = two_digits(text, 9);
    if (month == 0 || day < 1 || century > 99 || year > 99 || day > days_in(month, century * 100 + year))
        return 0;
    return is_clock(text, 12) && zone_length(text, 21) == 5 ? 26 : 0;
}

} // namespace pipeline
