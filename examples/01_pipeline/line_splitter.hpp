// SPDX-License-Identifier: BSL-1.0
//
// Lines out of pieces: a line that lies in one block is only looked at; one that crosses blocks is put together in
// `carry_`; one above the limit is no longer kept, only measured, so that memory stays constant.
#pragma once

#include "record.hpp"

#include <string>

namespace pipeline {

class line_splitter {
public:
    explicit line_splitter(std::size_t max_line) : max_line_(max_line) {}

    /// Keeps the beginning of a line whose end is in a later block.
    void keep(std::string_view piece) {
        line_.bytes += piece.size();
        if (line_.bytes <= max_line_ + 1) // one more: it may be the carriage return
            carry_.append(piece);
        else
            carry_.clear();
        open_ = open_ || !piece.empty();
    }

    /// Ends the line with its last piece. Lifetime: until the next call; the text may lie in `piece`.
    const raw_line& finish(std::string_view piece, bool with_newline = true) {
        if (carry_.empty() && line_.bytes == 0) {
            line_.text = piece;
            line_.bytes = piece.size();
        } else {
            keep(piece);
            line_.text = carry_;
        }
        const std::uint64_t consumed = line_.bytes + (with_newline ? 1 : 0);
        const bool cut =
            line_.bytes > max_line_ + 1; // then the text is gone, and with it the carriage return
        if (!cut && line_.text.ends_with('\r')) {
            line_.text.remove_suffix(1);
            --line_.bytes;
        }
        line_.too_long = line_.bytes > max_line_;
        if (line_.too_long) line_.text = {};
        ++line_.number;
        line_.offset = next_offset_;
        next_offset_ += consumed;
        return line_;
    }

    /// Forgets the line given last.
    void restart() {
        carry_.clear();
        line_.bytes = 0;
        open_ = false;
    }

    /// True when a line has begun that no newline has ended yet.
    bool is_open() const noexcept { return open_; }

private:
    std::size_t max_line_;
    std::string carry_;
    raw_line line_;
    std::uint64_t next_offset_ = 0;
    bool open_ = false;
};

} // namespace pipeline
