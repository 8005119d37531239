// SPDX-License-Identifier: BSL-1.0
//
// Requests as Redis writes them (RESP2): arrays of texts with their lengths, or a line of words.
//
//     *2\r\n$3\r\nGET\r\n$1\r\nk\r\n          GET k\r\n
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace key_value {

struct limits {
    std::size_t words = 1 << 20;
    std::size_t word_bytes = 512u << 20;
    std::size_t line_bytes = 65536;
};

/// Goes on where it stopped when more has come, so that a request in many pieces is read once.
class request_reader {
public:
    explicit request_reader(limits most = {}) noexcept : most_(most) {}

    enum class found : unsigned char { more, request, nonsense };
    /// `text`: all that has come and was not used; its beginning is as in the call before, when that said `more`.
    found next(std::string_view text);
    /// After `request`: the words, none for an empty line. Lifetime: that of the text.
    std::span<const std::string_view> words() const noexcept { return words_; }
    /// After `request`: how many bytes of the text it took.
    std::size_t used() const noexcept { return at_; }
    /// After `nonsense`: what is wrong. The connection is of no use any more.
    const std::string& why() const noexcept { return why_; }

private:
    struct place {
        std::size_t at;
        std::size_t size;
    };
    found read_inline(std::string_view text);
    found read_array(std::string_view text);
    found number_line(std::string_view text, char mark, long long& into);
    found complete(std::string_view text);
    found refuse(std::string why);

    limits most_;
    std::size_t at_ = 0;
    std::size_t left_ = 0; // words to come
    bool in_array_ = false;
    bool done_ = true;
    std::vector<place> places_;
    std::vector<std::string_view> words_;
    std::string why_;
};

} // namespace key_value
