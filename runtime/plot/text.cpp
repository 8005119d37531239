// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace rondo::inline v0::plot::detail {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

/// How many more bytes follow this first one; -1 where none can begin a character.
constexpr int bytes_after(unsigned char first) {
    if (first < 0x80) return 0;
    if (first >= 0xC2 && first <= 0xDF) return 1;
    if (first >= 0xE0 && first <= 0xEF) return 2;
    if (first >= 0xF0 && first <= 0xF4) return 3;
    return -1;
}

/// Widths of the printable ASCII characters in hundredths of the font size, rounded up from common sans-serifs.
constexpr int ascii_width(char letter) {
    if (std::string_view("ijl.,:;'|!I").find(letter) != std::string_view::npos) return 30;
    if (std::string_view(" ftr()[]-/\\\"`").find(letter) != std::string_view::npos) return 38;
    if (std::string_view("mwMW%@").find(letter) != std::string_view::npos) return 92;
    if ((letter >= 'A' && letter <= 'Z') ||
        std::string_view("+<>=~&#").find(letter) != std::string_view::npos)
        return 72;
    return 60;
}

double width_of(const code_point& point) {
    if (point.value < 0x80) return ascii_width(static_cast<char>(point.value)) / 100.0;
    if (point.value >= 0x300 && point.value < 0x370) return 0; // combining marks
    return point.value >= 0x1100 ? (point.value >= 0x2000 && point.value < 0x2E80 ? 0.7 : 1.05) : 0.66;
}

} // namespace

void append_number(std::string& out, double value) {
    if (std::isnan(value)) { // never "-nan", whose sign says nothing
        out += "nan";
        return;
    }
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_fixed(std::string& out, double value, int digits) {
    if (!std::isfinite(value)) return append_number(out, value);
    std::array<char, 400> written; // the largest double has 309 digits before the point
    const int precision = std::clamp(digits, 0, 60);
    const auto end = std::to_chars(written.data(), written.data() + written.size(), value,
                                   std::chars_format::fixed, precision)
                         .ptr;
    std::string_view text(written.data(), static_cast<std::size_t>(end - written.data()));
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string_view::npos)
        text.remove_prefix(1);
    out += text;
}

void append_trimmed(std::string& out, double value, int digits) {
    const std::size_t begin = out.size();
    append_fixed(out, value, digits);
    if (out.find('.', begin) == std::string::npos) return;
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
}

code_point first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const int more = bytes_after(byte(0));
    if (more < 0) return {0xFFFD, 1, false};
    // Second bytes that would make a character longer than it need be, a surrogate, or one beyond U+10FFFF.
    unsigned low = byte(0) == 0xE0 ? 0xA0u : byte(0) == 0xF0 ? 0x90u : 0x80u;
    unsigned high = byte(0) == 0xED ? 0x9Fu : byte(0) == 0xF4 ? 0x8Fu : 0xBFu;
    char32_t value = more == 0 ? byte(0) : byte(0) & (0x3Fu >> more);
    for (std::size_t i = 1; i <= static_cast<std::size_t>(more); ++i) {
        if (i >= text.size() || byte(i) < low || byte(i) > high) return {0xFFFD, i, false};
        value = (value << 6) | (byte(i) & 0x3Fu);
        low = 0x80u, high = 0xBFu;
    }
    return {value, static_cast<std::size_t>(more) + 1, true};
}

void append_xml(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const code_point point = first_code_point(text);
        const std::string_view bytes = text.substr(0, point.bytes);
        text.remove_prefix(point.bytes);
        const bool control =
            point.value < 0x20 && point.value != '\t' && point.value != '\n' && point.value != '\r';
        if (!point.valid || control || (point.value >= 0xFFFE && point.value <= 0xFFFF)) {
            out += replacement; // XML has no way to write these
            continue;
        }
        switch (point.value) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\t':
            out += "&#9;";
            break; // a parser would make spaces of them in an attribute
        case '\n':
            out += "&#10;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            out += bytes;
        }
    }
}

void append_json(std::string& out, std::string_view text, bool in_html) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto by_number = [&](char32_t value) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += hex[(value >> shift) & 0xF];
    };
    const auto plain = [&](char letter) {
        const bool html = in_html && (letter == '<' || letter == '>' || letter == '&');
        return letter >= 0x20 && letter < 0x7F && letter != '"' && letter != '\\' && !html;
    };
    while (!text.empty()) {
        const auto run = std::find_if_not(text.begin(), text.end(), plain) - text.begin();
        out += text.substr(0, static_cast<std::size_t>(run));
        text.remove_prefix(static_cast<std::size_t>(run));
        if (text.empty()) break;
        const code_point point = first_code_point(text);
        const std::string_view bytes = text.substr(0, point.bytes);
        text.remove_prefix(point.bytes);
        const bool risky = in_html && (point.value == '<' || point.value == '>' || point.value == '&' ||
                                       point.value == 0x2028 || point.value == 0x2029);
        if (!point.valid) {
            out += replacement;
        } else if (point.value == '"' || point.value == '\\') {
            (out += '\\') += bytes;
        } else if (point.value == '\n') {
            out += "\\n";
        } else if (point.value == '\t') {
            out += "\\t";
        } else if (point.value == '\r') {
            out += "\\r";
        } else if (point.value < 0x20 || point.value == 0x7F || risky) {
            by_number(point.value);
        } else {
            out += bytes;
        }
    }
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(first_code_point(text).bytes);
    return count;
}

double text_width(std::string_view text, double font_pixels) {
    double width = 0;
    while (!text.empty()) {
        const code_point point = first_code_point(text);
        width += width_of(point);
        text.remove_prefix(point.bytes);
    }
    return width * font_pixels;
}

std::string fitted(std::string_view text, double font_pixels, double width) {
    if (text_width(text, font_pixels) <= width) return std::string(text);
    double used = 0.7 * font_pixels; // the ellipsis
    std::size_t kept = 0;
    while (kept < text.size()) {
        const code_point point = first_code_point(text.substr(kept));
        used += width_of(point) * font_pixels;
        if (used > width) break;
        kept += point.bytes;
    }
    return std::string(text.substr(0, kept)) + "\xE2\x80\xA6";
}

} // namespace rondo::inline v0::plot::detail
