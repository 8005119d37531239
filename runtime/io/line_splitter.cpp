// SPDX-License-Identifier: BSL-1.0
//
// The cold half of a line is its border: the beginning is kept, measured before it is kept, and given from a second
// string, so that it lives as long as the lines that lie in the block.
#include <rondo/io/line_splitter.hpp>

#include <utility>

namespace rondo::inline v0 {

line_too_long::line_too_long(std::string path, std::uint64_t number, std::uint64_t offset,
                             std::size_t max_bytes)
    : std::runtime_error((path.empty() ? std::string("input") : std::move(path)) + ": line " +
                         std::to_string(number) + ", at offset " + std::to_string(offset) +
                         ", is longer than " + std::to_string(max_bytes) +
                         " bytes: raise line_options::max_bytes, or skip it by calling next() again"),
      number_(number), offset_(offset) {}
line_too_long::~line_too_long() = default;

line_splitter::line_splitter(line_options options, byte_search how)
    : options_(std::move(options)), search_(function_of(how)) {}

void line_splitter::push(const block& bytes) {
    expects(at_ == end_,
            "line_splitter.push: lines of the last block are left: call next() until it gives nothing");
    finished_ = false;
    begin_ = at_ = bytes.data;
    end_ = bytes.data + bytes.size;
    block_offset_ = bytes.offset;
    ++generation_;
    if (!open_ && !skipping_) line_offset_ = bytes.offset;
}

void line_splitter::push(std::string_view bytes) {
    const std::uint64_t offset = block_offset_ + static_cast<std::uint64_t>(end_ - begin_);
    push(block{bytes.data(), bytes.size(), offset});
}

void line_splitter::finish() noexcept { finished_ = true; }

std::optional<line> line_splitter::next_anywhere() {
    if (const std::optional<line> one = next_whole()) return one;
    return rest();
}

std::optional<line> line_splitter::next_whole() {
    while (at_ != end_) {
        const char* const newline = search_(at_, end_, '\n');
        if (newline == end_) break;
        const std::string_view piece(at_, static_cast<std::size_t>(newline - at_));
        at_ = newline + 1;
        const std::uint64_t behind = offset_at(at_);
        if (!skipping_) return whole(piece, behind);
        skipping_ = false;
        line_offset_ = behind;
    }
    return std::nullopt;
}

line line_splitter::whole(std::string_view piece, std::uint64_t behind) {
    const std::uint64_t offset = std::exchange(line_offset_, behind);
    ++number_;
    std::string_view text = piece;
    const bool crossed = std::exchange(open_, false);
    const std::size_t bytes = piece.size() + (crossed ? carry_.size() : 0);
    const char last = !piece.empty() ? piece.back() : crossed ? carry_.back() : '\0';
    if (!fits(bytes, last)) {
        carry_.clear();
        throw line_too_long(options_.path, number_, offset, options_.max_bytes);
    }
    if (crossed) {
        carry_.append(piece);
        given_.swap(carry_);
        carry_.clear();
        text = given_;
    }
    if (options_.strip_cr && last == '\r') text.remove_suffix(1);
    return line(text, number_, offset, generation_);
}

// No newline in what is left of the block: a beginning, or, when there is no more, the last line.
std::optional<line> line_splitter::rest() {
    const std::string_view piece(at_, static_cast<std::size_t>(end_ - at_));
    at_ = end_;
    if (!piece.empty() && !skipping_) {
        if (!fits(carry_.size() + piece.size(), piece.back())) {
            skipping_ = true;
            open_ = false;
            carry_.clear();
            ++number_;
            throw line_too_long(options_.path, number_, line_offset_, options_.max_bytes);
        }
        carry_.append(piece);
        open_ = true;
    }
    if (finished_) {
        skipping_ = false;
        if (open_) return whole({}, offset_at(end_));
    }
    ++generation_; // the block's owner may use it again
    return std::nullopt;
}

// A carriage return that will be taken off does not count.
bool line_splitter::fits(std::size_t bytes, char last) const noexcept {
    if (bytes <= options_.max_bytes) return true;
    return options_.strip_cr && last == '\r' && bytes - 1 == options_.max_bytes;
}

} // namespace rondo::inline v0
