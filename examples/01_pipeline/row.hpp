// SPDX-License-Identifier: BSL-1.0
//
// A record as a line of text: tab-separated values, or a JSON object. Both are one line whatever the message holds.
#pragma once

#include "plain.hpp"
#include "record.hpp"
#include "utf8.hpp"

#include <string>

namespace pipeline {

enum class shape : std::uint8_t { message, tsv, jsonl };

/// A field with tab, backslash, newline and carriage return as `\t`, `\\`, `\n`, `\r`; other bytes as they are.
inline void append_tsv_field(std::string& to, std::string_view field) {
    for (;;) {
        const std::size_t plain = plain_length(field, is_plain_in_tsv);
        to.append(field.substr(0, plain));
        if (plain == field.size()) return;
        const char c = field[plain];
        to.push_back('\\');
        to.push_back(c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\');
        field.remove_prefix(plain + 1);
    }
}

/// `time level source message`, with a tab between.
inline void append_tsv(std::string& to, const record& from) {
    append_tsv_field(to, from.time);
    to.append("\t").append(name(from.severity)).append("\t");
    append_tsv_field(to, from.source);
    to.push_back('\t');
    append_tsv_field(to, from.message);
}

/// A JSON string. Returns: how many invalid UTF-8 sequences became U+FFFD.
inline std::uint64_t append_json_string(std::string& to, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t replaced = 0;
    to.push_back('"');
    while (!text.empty()) {
        std::size_t used = plain_length(text, is_plain_in_json);
        to.append(text.substr(0, used));
        text.remove_prefix(used);
        if (text.empty()) break;
        const char c = text[0];
        const auto byte = static_cast<unsigned char>(c);
        used = byte < 0x80 ? 1 : utf8_length(text);
        if (byte >= 0x80 && used != 0)
            to.append(text.substr(0, used));
        else if (byte >= 0x80) {
            to.append("\xEF\xBF\xBD");
            ++replaced;
            used = 1;
        } else if (c == '"' || c == '\\')
            to.append("\\").push_back(c);
        else
            to.append("\\u00").append({digits[byte >> 4], digits[byte & 15]});
        text.remove_prefix(used);
    }
    to.push_back('"');
    return replaced;
}

/// `{"time":…,"level":…,"source":…,"message":…}`; null where the format has no such part.
inline std::uint64_t append_json(std::string& to, const record& from) {
    std::uint64_t replaced = 0;
    const auto field = [&](const char* key, std::string_view value) {
        to.append(key);
        if (value.empty())
            to.append("null");
        else
            replaced += append_json_string(to, value);
    };
    field("{\"time\":", from.time);
    field(",\"level\":", name(from.severity));
    field(",\"source\":", from.source);
    to.append(",\"message\":");
    replaced += append_json_string(to, from.message);
    to.push_back('}');
    return replaced;
}

} // namespace pipeline
