// SPDX-License-Identifier: BSL-1.0
#include <rondo/os/terminal.hpp>

#include <rondo/base/error.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/wait_fd.hpp>

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace rondo::inline v0 {

std::optional<terminal_extent> terminal_size(int descriptor) noexcept {
    winsize said{};
    if (::ioctl(descriptor, TIOCGWINSZ, &said) != 0 || said.ws_col == 0 || said.ws_row == 0)
        return std::nullopt;
    return terminal_extent{said.ws_col, said.ws_row};
}

// ---- Raw mode: one state for each terminal, shared by all that want it.

struct raw_mode::state {
    state(int on, const termios& was) noexcept : descriptor(on), before(was) {}
    state(const state&) = delete;
    ~state() { ::tcsetattr(descriptor, TCSADRAIN, &before); }
    int descriptor;
    termios before;
};

namespace {

std::mutex& raw_modes_changing() {
    static std::mutex made;
    return made;
}

} // namespace

raw_mode::raw_mode(int descriptor) {
    static std::map<dev_t, std::weak_ptr<state>> all; // by terminal, whatever descriptor it is behind
    const std::lock_guard guard(raw_modes_changing());
    struct stat about{};
    termios before{};
    if (::fstat(descriptor, &about) != 0 || ::tcgetattr(descriptor, &before) != 0)
        throw error(errno, "raw_mode(" + std::to_string(descriptor) + ")",
                    errno == ENOTTY ? "it is no terminal: ask isatty() first" : "");
    std::weak_ptr<state>& known = all[about.st_rdev];
    if (std::shared_ptr<state> shared = known.lock()) {
        state_ = std::move(shared);
        return;
    }
    auto made = std::make_shared<state>(descriptor, before);
    termios raw = before;
    raw.c_iflag &= ~static_cast<tcflag_t>(ICRNL | IXON);
    raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (::tcsetattr(descriptor, TCSADRAIN, &raw) != 0)
        throw error(errno, "raw_mode(" + std::to_string(descriptor) + ")");
    known = made;
    state_ = std::move(made);
}

raw_mode::~raw_mode() {
    const std::lock_guard guard(raw_modes_changing());
    state_.reset();
}

// ---- Keys

bool key_reader::take_what_is_there() {
    char block[64];
    for (;;) {
        const ssize_t got = ::read(descriptor_, block, sizeof block);
        if (got > 0) {
            bytes_.append(block, static_cast<std::size_t>(got));
            return true;
        }
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return true; // somebody else took it
        if (got < 0 && errno != EIO)                 // EIO: the terminal is gone, which is its end
            throw error(errno, "key_reader(" + std::to_string(descriptor_) + ")");
        ended_ = true;
        return false;
    }
}

task<std::optional<key>> key_reader::next() {
    constexpr duration patience = std::chrono::milliseconds(50);
    for (;;) {
        std::string_view rest = bytes_;
        std::optional<key> found = decode_key(rest, !ended_);
        if (!found && !rest.empty()) { // a beginning: more comes soon, or never
            auto readable = wait_readable(descriptor_);
            auto late = sleep(patience);
            const auto first = co_await race(std::move(readable), std::move(late));
            if (first.which == 1) found = decode_key(rest, false);
        }
        if (found) {
            bytes_.erase(0, bytes_.size() - rest.size());
            co_return found;
        }
        if (ended_) co_return std::nullopt;
        co_await wait_readable(descriptor_);
        take_what_is_there();
    }
}

// ---- Standard streams

namespace {

file copy_of(int descriptor, const char* name) {
    const int made = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (made < 0)
        throw error(errno, name, errno == EBADF ? "the program was started without it" : "raise `ulimit -n`");
    return file(made);
}

} // namespace

file standard_input() { return copy_of(STDIN_FILENO, "standard_input()"); }
file standard_output() { return copy_of(STDOUT_FILENO, "standard_output()"); }
file standard_error() { return copy_of(STDERR_FILENO, "standard_error()"); }

} // namespace rondo::inline v0
