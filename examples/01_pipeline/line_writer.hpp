// SPDX-License-Identifier: BSL-1.0
//
// Where lines go: a buffer over a descriptor that writes whole lines only, so that what is in the file at any moment,
// after an interruption or on a full disk, ends with a newline.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace pipeline {

/// A file by what it is, not by what it is called: links to one file are equal.
struct identity {
    dev_t device;
    ino_t node;
    std::string said; // "the input app.log"
    bool is(const identity& other) const { return device == other.device && node == other.node; }
};

class line_writer {
public:
    /// Creates or truncates the file; "-" is standard output. The regular files in `taken` are refused before they are
    /// harmed; this one is added. Throws: usage_error when refused, io_failure when it cannot be opened.
    line_writer(const std::string& path, std::string_view option, std::vector<identity>& taken);
    line_writer(const line_writer&) = delete;
    line_writer& operator=(const line_writer&) = delete;
    ~line_writer(); // without a flush: `close` is the orderly end

    /// Adds a line. Returns: false once the reader of a pipe has gone. Throws: output_failure.
    bool append(std::string_view line) {
        buffer_.append(line).push_back('\n');
        ++pending_;
        return buffer_.size() < flush_bytes || flush();
    }

    bool flush();
    void close();

    std::uint64_t lines() const noexcept { return lines_ + pending_; } // written or still in the buffer
    std::uint64_t lines_written() const noexcept { return lines_; }
    bool reader_gone() const noexcept { return reader_gone_; }
    bool is_terminal() const noexcept;
    const std::string& name() const noexcept { return name_; }

private:
    static constexpr std::size_t flush_bytes = 256 * 1024;
    int write_all(std::size_t& done) noexcept;
    void keep_whole_lines(std::size_t done);

    std::string name_;
    int descriptor_ = -1;
    bool owned_ = true;
    bool regular_ = false;
    bool reader_gone_ = false;
    std::string buffer_;
    std::uint64_t pending_ = 0;
    std::uint64_t lines_ = 0;
    std::uint64_t bytes_ = 0;
};

} // namespace pipeline
