// SPDX-License-Identifier: BSL-1.0
//
// What terminals send for keys: characters, Ctrl by a control character, Alt by an Escape before, and sequences, which begin with
// ESC [ or ESC O, go on with numbers, and end with a letter or `~`:
//
//     ESC [ 3 ; 5 ~       del, with 5 - 1 = Ctrl
#include <rondo/os/terminal.hpp>

#include <array>
#include <utility>

namespace rondo::inline v0 {

namespace {

constexpr char escape_byte = '\x1b';

// How many bytes a character has by its first; 0: none begins so.
std::size_t length_of(unsigned char first) noexcept {
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return 2;
    if (first >= 0xe0 && first <= 0xef) return 3;
    if (first >= 0xf0 && first <= 0xf4) return 4;
    return 0;
}

key take(std::string_view& bytes, std::size_t length, key made) {
    bytes.remove_prefix(length);
    return made;
}

key plain(key_code code) { return key{.code = code}; }

std::optional<key> character(std::string_view& bytes, bool more) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    switch (first) {
    case '\r':
    case '\n':
        return take(bytes, 1, plain(key_code::enter));
    case '\t':
        return take(bytes, 1, plain(key_code::tab));
    case 0x7f:
        return take(bytes, 1, plain(key_code::backspace));
    default:
        break;
    }
    if (first < 0x20) { // Ctrl and one of @ A … Z [ \ ] ^ _
        key made{.ctrl = true};
        made.text = std::string(1, static_cast<char>(first == 0    ? ' '
                                                     : first <= 26 ? first + 0x60
                                                                   : first + 0x40));
        return take(bytes, 1, std::move(made));
    }
    const std::size_t length = length_of(first);
    std::size_t there = 1;
    while (there < length && there < bytes.size() &&
           (static_cast<unsigned char>(bytes[there]) & 0xc0) == 0x80)
        ++there;
    if (there < length && there == bytes.size() && more) return std::nullopt;
    key made;
    if (there != length) { // no UTF-8: the bytes as they are
        made.code = key_code::unknown;
        there = 1;
    }
    made.text = std::string(bytes.substr(0, there));
    return take(bytes, there, std::move(made));
}

struct sequence {
    char end = 0;
    std::array<unsigned, 2> numbers{};
    std::size_t count = 0;
    std::size_t length = 0; // with ESC [; 0: it goes on
};

// Behind ESC [ or ESC O.
sequence parsed(std::string_view bytes) noexcept {
    sequence all;
    for (std::size_t i = 2; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c >= '0' && c <= '9') {
            if (all.count == 0) all.count = 1;
            unsigned& number = all.numbers[all.count - 1];
            if (number < 1000) number = number * 10 + static_cast<unsigned>(c - '0');
        } else if (c == ';') {
            all.count = 2;
        } else if (c >= 0x20 && c <= 0x3f) {
            continue; // what we do not know
        } else {
            all.end = c;
            all.length = i + 1;
            break;
        }
    }
    return all;
}

std::optional<key> by_letter(char letter) noexcept {
    switch (letter) {
    case 'A':
        return plain(key_code::up);
    case 'B':
        return plain(key_code::down);
    case 'C':
        return plain(key_code::right);
    case 'D':
        return plain(key_code::left);
    case 'H':
        return plain(key_code::home);
    case 'F':
        return plain(key_code::end);
    case 'P':
    case 'Q':
    case 'R':
    case 'S':
        return key{.code = key_code::function, .number = static_cast<unsigned>(letter - 'P') + 1};
    case 'Z':
        return key{.code = key_code::tab, .shift = true};
    default:
        return std::nullopt;
    }
}

std::optional<key> by_number(unsigned number) noexcept {
    switch (number) {
    case 1:
    case 7:
        return plain(key_code::home);
    case 2:
        return plain(key_code::insert);
    case 3:
        return plain(key_code::del);
    case 4:
    case 8:
        return plain(key_code::end);
    case 5:
        return plain(key_code::page_up);
    case 6:
        return plain(key_code::page_down);
    default:
        break;
    }
    constexpr std::array<unsigned, 12> functions{11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};
    for (std::size_t i = 0; i < functions.size(); ++i)
        if (functions[i] == number)
            return key{.code = key_code::function, .number = static_cast<unsigned>(i) + 1};
    return std::nullopt;
}

std::optional<key> by_sequence(std::string_view& bytes, bool more) {
    const sequence all = parsed(bytes);
    if (all.length == 0) {
        if (more) return std::nullopt;
        key cut{.code = key_code::unknown};
        cut.text = std::string(bytes);
        return take(bytes, bytes.size(), std::move(cut));
    }
    std::optional<key> found = all.end == '~' ? by_number(all.numbers[0]) : by_letter(all.end);
    if (!found) {
        found = plain(key_code::unknown);
        found->text = std::string(bytes.substr(0, all.length));
    } else if (all.count == 2 && all.numbers[1] != 0) {
        const unsigned held = all.numbers[1] - 1;
        found->shift = found->shift || (held & 1) != 0;
        found->alt = (held & 2) != 0;
        found->ctrl = (held & 4) != 0;
    }
    return take(bytes, all.length, *std::move(found));
}

} // namespace

std::optional<key> decode_key(std::string_view& bytes, bool more) {
    if (bytes.empty()) return std::nullopt;
    if (bytes[0] != escape_byte) return character(bytes, more);
    if (bytes.size() == 1) {
        if (more) return std::nullopt;
        return take(bytes, 1, plain(key_code::escape));
    }
    if (bytes[1] == '[' || bytes[1] == 'O') {
        if (bytes.size() > 2 || more) return by_sequence(bytes, more);
    } else if (bytes[1] == escape_byte) {
        return take(bytes, 1, plain(key_code::escape));
    }
    std::string_view rest = bytes.substr(1);
    std::optional<key> held = character(rest, more);
    if (!held) return std::nullopt;
    held->alt = true;
    bytes = rest;
    return held;
}

} // namespace rondo::inline v0
