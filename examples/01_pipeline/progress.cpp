// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pipeline {
namespace {

std::size_t terminal_columns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// A terminal that cannot keep up must not stop the work: what it does not take is dropped.
void put(const std::string& text) {
    [[maybe_unused]] const ssize_t put = write(STDERR_FILENO, text.data(), text.size());
}

} // namespace

progress::progress(bool wanted, std::uint64_t total) : wanted_(wanted), total_(total) {}

progress::~progress() {
    if (drawn_) put("\r\033[K");
}

void progress::show(std::uint64_t bytes) {
    if (!wanted_) return;
    const time_source::time_point now = time_source::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    draw(bytes, now);
}

void progress::draw(std::uint64_t bytes, time_source::time_point now) {
    const double seconds = std::max(1e-3, std::chrono::duration<double>(now - begin_).count());
    const double done = static_cast<double>(bytes), rate = done / seconds / 1e6;
    if (total_ == 0) {
        put(fmt::format("\r{:.1f} MB  {:.0f} MB/s\033[K", done / 1e6, rate));
    } else {
        const double part = std::min(1.0, done / static_cast<double>(total_));
        const double left = bytes == 0 ? 0 : seconds * (1 / part - 1);
        const std::string figures =
            fmt::format(" {:3.0f} %  {:.0f} MB/s  {:.0f} s left", part * 100, rate, left);
        const std::size_t room = terminal_columns();
        const std::size_t width =
            room > figures.size() + 14 ? std::min<std::size_t>(40, room - figures.size() - 4) : 10;
        const auto full = static_cast<std::size_t>(part * static_cast<double>(width));
        put(fmt::format("\r[{:#<{}}{:.<{}}]{}\033[K", "", full, "", width - full, figures));
    }
    drawn_ = true;
}

} // namespace pipeline
