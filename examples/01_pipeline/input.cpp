// SPDX-License-Identifier: BSL-1.0
#include "input.hpp"

#include "failure.hpp"
#include "interrupt.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipeline {
namespace {

const char* advice(int code) {
    switch (code) {
    case ENOENT:
        return "check the path";
    case EACCES:
        return "ask its owner for permission, or use sudo";
    case EMFILE:
    case ENFILE:
        return "raise the limit with ulimit -n";
    default:
        return "name a file that can be read";
    }
}

int open_to_read(const std::string& path) {
    for (;;) {
        const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (descriptor >= 0) return descriptor;
        if (errno == EINTR && !interrupted()) continue; // a FIFO waits here for its writer
        throw io_failure(described("open", path, errno, advice(errno)));
    }
}

} // namespace

input::input(const std::string& path) : name_(path == "-" ? "(standard input)" : path), owned_(path != "-") {
    descriptor_ = owned_ ? open_to_read(path) : STDIN_FILENO;
    struct stat about{};
    const int failed = fstat(descriptor_, &about) == 0 ? 0 : errno;
    if (failed != 0 || S_ISDIR(about.st_mode)) {
        if (owned_) close(descriptor_);
        if (failed != 0) throw io_failure(described("look at", name_, failed, "open it before it is named"));
        throw io_failure(described("read", name_, EISDIR, "name the files in it"));
    }
    regular_ = S_ISREG(about.st_mode);
    if (!regular_) return;
    const off_t start = owned_ ? 0 : lseek(descriptor_, 0, SEEK_CUR);
    if (start > 0) start_ = static_cast<std::uint64_t>(start);
    if (start >= 0 && about.st_size > start) size_ = static_cast<std::uint64_t>(about.st_size - start);
    posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

input::~input() {
    if (owned_) close(descriptor_);
}

void hold_standard_descriptors() noexcept {
    for (int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (fcntl(standard, F_GETFD) < 0) open("/dev/null", standard == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void wait_writable(int descriptor) noexcept {
    pollfd one{descriptor, POLLOUT, 0};
    poll(&one, 1, -1);
}

} // namespace pipeline
