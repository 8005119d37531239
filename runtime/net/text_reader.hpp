// SPDX-License-Identifier: BSL-1.0
//
// Reading a short text by hand, with errors that quote it and name the place.
#pragma once

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::inline v0::detail {

inline constexpr char hexadecimal[] = "0123456789abcdef";

// For a message: in one line, and not without end.
inline std::string quoted(std::string_view text) {
    constexpr std::size_t most = 200;
    std::string made;
    for (const char each : text.substr(0, most)) {
        const auto c = static_cast<unsigned char>(each);
        if (c >= 32 && c != 127)
            made += each;
        else
            made += {'\\', 'x', hexadecimal[c >> 4], hexadecimal[c & 15]};
    }
    return text.size() > most ? made + "…" : made;
}

// Reads a text from left to right. `refuse` names the place where it stands, counted from 1.
class reader {
public:
    reader(const char* what, std::string_view text) : what_(what), text_(text) {}
    bool at_end() const noexcept { return at_ == text_.size(); }
    char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }
    std::string_view rest() const noexcept { return text_.substr(at_); }
    std::size_t place() const noexcept { return at_; }
    void back_to(std::size_t place) noexcept { at_ = place; }
    bool skip(char c) noexcept {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool skip(std::string_view all) noexcept {
        if (!rest().starts_with(all)) return false;
        at_ += all.size();
        return true;
    }
    [[noreturn]] void refuse(const std::string& why) const {
        throw value_error(std::string(what_) + "(\"" + quoted(text_) + "\"): at " + std::to_string(at_ + 1) +
                          ": " + why);
    }
    // Digits of a number up to `most`; `base` 10 or 16.
    unsigned number(unsigned most, int base, const char* name, std::size_t most_digits) {
        const std::size_t from = at_;
        unsigned value = 0;
        while (!at_end() && at_ - from <= most_digits) {
            const char c = static_cast<char>(peek() >= 'A' && peek() <= 'F' ? peek() - 'A' + 'a' : peek());
            const char* digit = std::find(hexadecimal, hexadecimal + base, c);
            if (digit == hexadecimal + base) break;
            value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit - hexadecimal);
            ++at_;
        }
        const std::size_t digits = at_ - from;
        if (digits == 0)
            refuse(std::string(name) + " is missing" +
                   (at_end() ? "" : std::string(" before '") + peek() + "'"));
        back_to(from);
        if (base == 10 && digits > 1 && text_[from] == '0') refuse(std::string(name) + " begins with 0");
        if (value > most || digits > most_digits)
            refuse(std::string(text_.substr(from, digits)) + " is above " +
                   (base == 10 ? std::to_string(most) : "ffff"));
        at_ = from + digits;
        return value;
    }

private:
    const char* what_;
    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace rondo::inline v0::detail
