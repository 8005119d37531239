// SPDX-License-Identifier: BSL-1.0
//
// Lines out of blocks. A line that lies in one block is only looked at; one that crosses a border is put together in a
// buffer, which a limit keeps small. It reads nothing itself: any source of blocks will do.
//
//     in.push(block);  while (auto one = in.next()) use(one->text());      // for each block
//     in.finish();     while (auto one = in.next()) use(one->text());      // the last line may have no newline
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/io/block.hpp>
#include <rondo/io/find_byte.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::inline v0 {

struct line_options {
    std::size_t max_bytes = std::size_t(64) << 20; ///< of one line, its end not counted; more is an error
    bool strip_cr = false;                         ///< take one '\r' off the end of a line
    std::string path = {};                         ///< for errors; "" says "input"
};

/// A line is longer than line_options::max_bytes allows:
/// "app.log: line 3, at offset 17, is longer than 10 bytes: raise line_options::max_bytes, or skip it by calling next() again".
class RONDO_API line_too_long : public std::runtime_error {
public:
    line_too_long(std::string path, std::uint64_t number, std::uint64_t offset, std::size_t max_bytes);
    line_too_long(const line_too_long&) = default;
    line_too_long& operator=(const line_too_long&) = default;
    ~line_too_long() override;

    std::uint64_t number() const noexcept { return number_; } ///< of the line, from 1
    std::uint64_t offset() const noexcept { return offset_; } ///< of its first byte

private:
    std::uint64_t number_;
    std::uint64_t offset_;
};

/// One line, without its newline. It looks at bytes that are somebody else's: own() keeps them.
/// Lifetime: until next() of its splitter gives nothing, or throws; the splitter outlives it. With the library's checks on
/// (RONDO_CHECKS) text() after that ends the program.
class line {
public:
    std::string_view text() const noexcept {
        expects(
            *generation_ == born_,
            "line.text: its block is gone: use a line before the next block is read, or keep it by own()");
        return text_;
    }
    operator std::string_view() const noexcept { return text(); }
    std::string own() const { return std::string(text()); }   ///< a copy that stays
    std::uint64_t number() const noexcept { return number_; } ///< from 1
    std::uint64_t offset() const noexcept { return offset_; } ///< of its first byte

private:
    friend class line_splitter;
    line(std::string_view text, std::uint64_t number, std::uint64_t offset,
         const std::uint64_t& generation) noexcept
        : text_(text), number_(number), offset_(offset), generation_(&generation), born_(generation) {}

    std::string_view text_;
    std::uint64_t number_;
    std::uint64_t offset_;
    const std::uint64_t* generation_;
    std::uint64_t born_;
};

/// Gives the lines of the blocks that are pushed into it. Only '\n' ends a line; NUL is a byte like others.
class RONDO_API line_splitter {
public:
    explicit line_splitter(line_options options = {}, byte_search how = fastest_byte_search());
    line_splitter(const line_splitter&) = delete;
    line_splitter& operator=(const line_splitter&) = delete;

    /// The next bytes. Requires: next() has given nothing since the last push.
    /// Lifetime: the bytes stay until next() gives nothing.
    void push(const block& bytes);
    /// The same, at the offset where the last bytes ended.
    void push(std::string_view bytes);
    /// There are no more bytes: what is left is a line. One may push again, when a file has grown: a new line begins.
    void finish() noexcept;

    /// The next line, or nothing when another block is needed, or all is done.
    /// Throws: line_too_long, once for a line; asked again, it goes on behind that line.
    std::optional<line> next() {
        if (const std::optional<line> one = next_here()) [[likely]]
            return one;
        return next_anywhere();
    }

    std::uint64_t number() const noexcept { return number_; } ///< lines so far, too long ones among them

    /// Calls `f(line)` for every whole line of the block, in one loop: what next() gives until it gives nothing, but for
    /// the beginning of a line at the end. `f` returns whether to go on. Lines are valid until next() is asked again, which
    /// is due. Returns: false when `f` said to stop, and then the line after that is next. Throws: line_too_long; what f throws.
    template <class F>
    bool each_whole(F&& f) {
        if (open_ || skipping_) { // what crosses a border
            const std::optional<line> first = next_whole();
            if (!first) return true;
            if (!f(*first)) return false;
        }
        while (at_ != end_) {
            const char* const newline = search_(at_, end_, '\n');
            if (newline == end_) break;
            std::string_view text(at_, static_cast<std::size_t>(newline - at_));
            const std::uint64_t offset = line_offset_;
            at_ = newline + 1;
            if (text.size() > options_.max_bytes || options_.strip_cr) [[unlikely]] {
                if (!f(whole(text, offset_at(at_)))) return false;
                continue;
            }
            line_offset_ = offset + text.size() + 1;
            if (!f(line(text, ++number_, offset, generation_))) return false;
        }
        return true;
    }
    /// The same for lines in which `find(rest)` finds something: it gives where, in the text that it is given, or npos; and
    /// for some besides, where it was found across an end of line. Others are counted, and not looked at.
    /// Requires: a limit that no line of a block reaches; no CR is taken off.
    template <class Find, class F>
    bool each_found(Find find, F&& f) {
        if (open_ || skipping_) {
            const std::optional<line> first = next_whole();
            if (!first) return true;
            if (!f(*first)) return false;
        }
        if (at_ == end_) return true;
        const char* const last = begin_of_line(end_);
        while (at_ < last) {
            const std::string_view rest(at_, static_cast<std::size_t>(last - at_));
            const std::size_t hit = find(rest);
            if (hit == std::string_view::npos) break;
            const char* const begin = begin_of_line(at_ + hit);
            number_ += count_byte(at_, begin, '\n');
            const char* const newline = search_(at_ + hit, last, '\n');
            const std::string_view text(begin, static_cast<std::size_t>(newline - begin));
            at_ = newline == last ? last : newline + 1;
            line_offset_ = offset_at(at_);
            if (!f(line(text, ++number_, offset_at(begin), generation_))) return false;
        }
        number_ += count_byte(at_, last, '\n');
        at_ = last;
        line_offset_ = offset_at(at_);
        return true;
    }
    const line_options& options() const noexcept { return options_; }

private:
    // The next line, when it lies in the block and is not too long: most do.
    std::optional<line> next_here() {
        if (open_ || skipping_ || at_ == end_) return std::nullopt;
        const char* const newline = search_(at_, end_, '\n');
        if (newline == end_) return std::nullopt;
        std::string_view text(at_, static_cast<std::size_t>(newline - at_));
        if (options_.strip_cr && text.ends_with('\r')) text.remove_suffix(1);
        if (text.size() > options_.max_bytes) return std::nullopt;
        at_ = newline + 1;
        const std::uint64_t offset = std::exchange(line_offset_, offset_at(at_));
        return line(text, ++number_, offset, generation_);
    }
    std::optional<line> next_anywhere();
    std::optional<line> next_whole();
    line whole(std::string_view piece, std::uint64_t behind);
    std::optional<line> rest();
    std::uint64_t offset_at(const char* at) const noexcept {
        return block_offset_ + static_cast<std::uint64_t>(at - begin_);
    }
    /// Behind the last newline before `at` in what is left, or where that begins.
    const char* begin_of_line(const char* at) const noexcept {
        const void* const newline = ::memrchr(at_, '\n', static_cast<std::size_t>(at - at_));
        return newline ? static_cast<const char*>(newline) + 1 : at_;
    }
    bool fits(std::size_t bytes, char last) const noexcept;

    line_options options_;
    byte_search_function search_;
    const char* begin_ = nullptr; // the block
    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::uint64_t block_offset_ = 0;
    std::uint64_t line_offset_ = 0; // of the line that is being read
    std::uint64_t number_ = 0;
    std::uint64_t generation_ = 0;
    std::string carry_;     // the beginning of a line whose end is in a later block
    std::string given_;     // the line that was put together last
    bool open_ = false;     // carry_ has a beginning
    bool skipping_ = false; // behind the limit: until the newline
    bool finished_ = false;
};

} // namespace rondo::inline v0
