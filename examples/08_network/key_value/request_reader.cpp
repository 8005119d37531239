// SPDX-License-Identifier: BSL-1.0
#include "request_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace key_value {

using found = request_reader::found;

found request_reader::refuse(std::string why) {
    why_ = "ERR Protocol error: " + std::move(why);
    return found::nonsense;
}

found request_reader::complete(std::string_view text) {
    words_.clear();
    for (const place& each : places_) words_.push_back(text.substr(each.at, each.size));
    done_ = true;
    return found::request;
}

found request_reader::next(std::string_view text) {
    if (std::exchange(done_, false)) {
        at_ = left_ = 0;
        in_array_ = false;
        places_.clear();
    }
    if (text.empty()) return found::more;
    return in_array_ || text.front() == '*' ? read_array(text) : read_inline(text);
}

found request_reader::read_inline(std::string_view text) {
    const std::size_t end = text.substr(0, most_.line_bytes).find('\n');
    if (end == text.npos)
        return text.size() >= most_.line_bytes ? refuse("too big inline request") : found::more;
    const std::size_t line = end != 0 && text[end - 1] == '\r' ? end - 1 : end;
    for (std::size_t at = 0; at < line;) {
        at = std::min(text.find_first_not_of(" \t", at), line);
        if (at == line) break;
        const std::size_t stop = std::min(text.find_first_of(" \t", at), line);
        places_.push_back({at, stop - at});
        at = stop;
    }
    at_ = end + 1;
    return complete(text);
}

// "*12\r\n": `mark`, a number, the line's end.
found request_reader::number_line(std::string_view text, char mark, long long& into) {
    const std::string_view rest = text.substr(at_);
    if (rest.empty()) return found::more;
    if (rest.front() != mark)
        return refuse(std::string("expected '") + mark + "', got '" + rest.front() + "'");
    const std::size_t end = rest.substr(0, 64).find('\n');
    if (end == rest.npos) return rest.size() >= 64 ? refuse("too big count string") : found::more;
    const char* const last = rest.data() + end - 1;
    const auto [stopped, code] = std::from_chars(rest.data() + 1, last, into);
    if (*last != '\r' || code != std::errc() || stopped != last)
        return refuse(mark == '*' ? "invalid multibulk length" : "invalid bulk length");
    at_ += end + 1;
    return found::request;
}

found request_reader::read_array(std::string_view text) {
    long long number = 0;
    if (!in_array_) {
        if (const found got = number_line(text, '*', number); got != found::request) return got;
        if (number > static_cast<long long>(most_.words)) return refuse("invalid multibulk length");
        left_ = static_cast<std::size_t>(std::max(number, 0LL));
        in_array_ = true;
    }
    while (left_ != 0) {
        const std::size_t before = at_;
        if (const found got = number_line(text, '$', number); got != found::request) return got;
        if (number < 0 || number > static_cast<long long>(most_.word_bytes))
            return refuse("invalid bulk length");
        const auto size = static_cast<std::size_t>(number);
        if (text.size() - at_ < size + 2) {
            at_ = before;
            return found::more;
        }
        if (text[at_ + size] != '\r' || text[at_ + size + 1] != '\n')
            return refuse("expected the end of a text");
        places_.push_back({at_, size});
        at_ += size + 2;
        --left_;
    }
    return complete(text);
}

} // namespace key_value
