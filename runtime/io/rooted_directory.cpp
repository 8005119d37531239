// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/rooted_directory.hpp>

#include "stream_core.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace rondo::inline v0 {

namespace detail {

open_beneath_op::open_beneath_op(std::string path, int below, open_options options) noexcept
    : path_op(opcode::open_beneath, "rooted_directory::open", std::move(path)) {
    static_assert(sizeof said_ == sizeof(struct statx));
    descriptor = below;
    flags = open_flags(options) | O_NONBLOCK;
    length = options.mode;
}

bool open_beneath_op::ready() {
    say_path();
    second = said_;
    return done_at_once();
}

void open_beneath_op::start(waiter& who) {
    second = said_;
    path_op::start(who);
}

opened_file open_beneath_op::take() {
    const int opened = static_cast<int>(checked_path());
    return opened_file(file(opened, asked_of()), status_from(said_));
}

} // namespace detail

detail::open_beneath_op rooted_directory::open(std::string path, open_options options) const noexcept {
    return detail::open_beneath_op(std::move(path), directory_.descriptor(), options);
}

task<std::vector<directory_entry>> rooted_directory::list(std::string path) const {
    const open_options how{.flags = O_DIRECTORY};
    opened_file at = co_await open(std::move(path), how);
    co_return co_await detail::list_op(".", at.at.descriptor());
}

task<rooted_directory> open_rooted(std::string path) {
    const open_options how{.flags = O_DIRECTORY};
    co_return rooted_directory(co_await open_file(std::move(path), how));
}

} // namespace rondo::inline v0
