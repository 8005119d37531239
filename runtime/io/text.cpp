// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/text.hpp>

#include <rondo/base/errors.hpp>

namespace rondo::inline v0 {

namespace detail {

std::string shown_text(std::string_view text) {
    constexpr std::size_t most = 60;
    static constexpr char digits[] = "0123456789abcdef";
    std::string shown = "\"";
    for (const char c : text.substr(0, most)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            shown += '\\';
            shown += c;
        } else if (byte >= 0x20 && byte != 0x7f) {
            shown += c;
        } else {
            shown += "\\x";
            shown += digits[byte >> 4];
            shown += digits[byte & 15];
        }
    }
    return shown + (text.size() > most ? "\"…" : "\"");
}

void throw_no_separator(const char* function, std::string_view separator, std::string_view text) {
    throw value_error(std::string(function) + "(" + shown_text(separator) + "): there is none in " +
                      shown_text(text));
}

void throw_no_field(std::size_t number, std::size_t there, std::string_view text) {
    throw value_error("field(" + std::to_string(number) + "): there are " + std::to_string(there) +
                      " fields, counted from 0, in " + shown_text(text));
}

void check_separator(const char* function, std::string_view separator) {
    if (separator.empty())
        throw value_error(std::string(function) +
                          "(\"\"): the separator is empty: give at least one character");
}

} // namespace detail

std::string_view field::operator()(std::string_view text) const {
    std::size_t count = 0;
    if (by_blanks_) {
        constexpr std::string_view blanks = " \t";
        for (std::size_t at = text.find_first_not_of(blanks); at != text.npos; ++count) {
            const std::size_t end = text.find_first_of(blanks, at);
            if (count == number_) return text.substr(at, end == text.npos ? end : end - at);
            at = text.find_first_not_of(blanks, end);
        }
    } else {
        for (std::size_t at = 0;; ++count) {
            const std::size_t end = text.find(separator_, at);
            if (count == number_) return text.substr(at, end == text.npos ? end : end - at);
            if (end == text.npos) {
                ++count;
                break;
            }
            at = end + 1;
        }
    }
    detail::throw_no_field(number_, count, text);
}

} // namespace rondo::inline v0
