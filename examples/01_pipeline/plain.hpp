// SPDX-License-Identifier: BSL-1.0
//
// Which characters go into a row as they are. Most lines hold no others, so runs of them are copied whole.
#pragma once

#include <cstddef>
#include <string_view>

namespace pipeline {

constexpr bool is_plain_in_tsv(char c) { return (c != '\t') & (c != '\n') & (c != '\r') & (c != '\\'); }

constexpr bool is_plain_in_json(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20) & (byte < 0x80) & (c != '"') & (c != '\\');
}

/// How many characters from the front are plain. Sixteen at a time without a branch, which compilers make one step.
template <class IsPlain>
constexpr std::size_t plain_length(std::string_view text, IsPlain is_plain) {
    std::size_t length = 0;
    for (bool all = true; all && text.size() - length >= 16; length += all ? 16 : 0)
        for (std::size_t i = 0; i < 16; ++i) all &= is_plain(text[length + i]);
    while (length < text.size() && is_plain(text[length])) ++length;
    return length;
}

} // namespace pipeline
