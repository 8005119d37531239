// SPDX-License-Identifier: BSL-1.0
#include "line_writer.hpp"

#include "failure.hpp"
#include "input.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipeline {

line_writer::line_writer(const std::string& path, std::string_view option, std::vector<identity>& taken)
    : name_(path == "-" ? "(standard output)" : path), owned_(path != "-") {
    // Not O_TRUNC: the file may turn out to be an input.
    descriptor_ =
        owned_ ? open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666) : STDOUT_FILENO;
    if (descriptor_ < 0)
        throw output_failure(described("open", name_, errno, "name a file that can be written"));
    struct stat about{};
    if (fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) return;
    const identity mine{about.st_dev, about.st_ino, std::string(option) + " " + path};
    for (const identity& other : taken) {
        if (!mine.is(other)) continue;
        if (owned_) ::close(descriptor_);
        throw usage_error(std::string(option) + " " + name_ + " is the same file as " + other.said +
                          ": it is left as it was; name another file");
    }
    taken.push_back(mine);
    regular_ = owned_;
    if (regular_ && ftruncate(descriptor_, 0) != 0)
        throw output_failure(described("empty", name_, errno, "name a file that can be written"));
}

line_writer::~line_writer() {
    if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

bool line_writer::is_terminal() const noexcept { return isatty(descriptor_) == 1; }

int line_writer::write_all(std::size_t& done) noexcept {
    while (done < buffer_.size()) {
        const ssize_t put = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
        if (put >= 0)
            done += static_cast<std::size_t>(put);
        else if (errno == EAGAIN)
            wait_writable(descriptor_);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

/// After a write that ended early: counts the lines that are whole, and cuts a file of ours behind the last of them.
void line_writer::keep_whole_lines(std::size_t done) {
    const std::size_t newline = done == 0 ? std::string::npos : buffer_.rfind('\n', done - 1);
    const std::size_t whole = newline == std::string::npos ? 0 : newline + 1;
    lines_ += static_cast<std::uint64_t>(
        std::count(buffer_.begin(), buffer_.begin() + static_cast<ssize_t>(whole), '\n'));
    bytes_ += whole;
    if (regular_ && whole != done && ftruncate(descriptor_, static_cast<off_t>(bytes_)) != 0)
        regular_ = false;
    pending_ = 0;
    buffer_.clear();
}

bool line_writer::flush() {
    if (reader_gone_) return false;
    std::size_t done = 0;
    const int code = write_all(done);
    if (code == 0) {
        lines_ += std::exchange(pending_, 0);
        bytes_ += buffer_.size();
        buffer_.clear();
        return true;
    }
    keep_whole_lines(done);
    reader_gone_ = code == EPIPE;
    if (reader_gone_) return false;
    throw output_failure(
        described("write", name_, code, std::to_string(lines_) + " whole lines are in it; make room"));
}

void line_writer::close() {
    flush();
    if (owned_ && ::close(std::exchange(descriptor_, -1)) != 0)
        throw output_failure(described("close", name_, errno, "its last lines may be lost"));
}

} // namespace pipeline
