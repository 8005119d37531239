// SPDX-License-Identifier: BSL-1.0
//
// Answers as Redis writes them (RESP2).
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace key_value {

inline void put_number(std::string& into, char mark, long long number) {
    char text[24];
    text[0] = mark;
    char* const end = std::to_chars(text + 1, text + 22, number).ptr;
    end[0] = '\r';
    end[1] = '\n';
    into.append(text, end + 2);
}
inline void put_integer(std::string& into, long long number) { put_number(into, ':', number); }
inline void put_array(std::string& into, std::size_t size) {
    put_number(into, '*', static_cast<long long>(size));
}
inline void put_text(std::string& into, std::string_view text) {
    put_number(into, '$', static_cast<long long>(text.size()));
    into.append(text).append("\r\n");
}
inline void put_nothing(std::string& into) { into += "$-1\r\n"; }
inline void put_word(std::string& into, std::string_view word) {
    into.append("+").append(word).append("\r\n");
}
inline void put_error(std::string& into, std::string_view what) {
    into += '-';
    for (const char c : what) into += c == '\r' || c == '\n' ? ' ' : c;
    into += "\r\n";
}

} // namespace key_value
