// SPDX-License-Identifier: BSL-1.0
//
// A file stream on a thread without a loop: the same blocks, by calls that block. The kernel reads ahead.
#include "stream_core.hpp"

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/scheduler.hpp>

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

void stream_core::open_blocking() {
    if (!from_) {
        int made = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (options_.direct ? O_DIRECT : 0));
        direct_ = options_.direct && made >= 0;
        if (made < 0 && errno == EINVAL && options_.direct) {
            made = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
            word = "not direct: the file system refuses O_DIRECT";
        }
        if (made < 0) throw error(errno, "open_file(" + path + ")");
        from_ = file(made);
    }
    struct statx said{};
    if (::statx(from_.descriptor(), "", AT_EMPTY_PATH, status_mask, &said) != 0)
        throw error(errno, "stat(" + path + ")");
    be(status_from(&said));
    if (has_places_) ::posix_fadvise(from_.descriptor(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

// Returns: as read(2), or -errno.
std::int64_t stream_core::read_rest(const slot& one) const noexcept {
    const int from = from_.descriptor();
    char* const to = one.memory.get() + one.filled;
    const std::size_t size = options_.block_bytes - one.filled;
    const ssize_t got = has_places_ ? ::pread(from, to, size, static_cast<off_t>(one.begins + one.filled))
                                    : ::read(from, to, size);
    return got < 0 ? -errno : got;
}

void stream_core::read_blocking(slot& one) noexcept {
    for (;;) {
        if (direct_ && (one.begins + one.filled) % alignment_ != 0)
            leave_direct(one.filled != 0 ? nullptr : "it begins at an offset that is not aligned");
        const std::int64_t got = read_rest(one);
        if (got > 0) {
            one.filled += static_cast<std::size_t>(got);
            if (!has_places_ || one.filled == options_.block_bytes) return;
        } else if (got == 0) {
            one.ended = true;
            return;
        } else if (got == -EAGAIN) {
            pollfd until{from_.descriptor(), POLLIN, 0};
            ::poll(&until, 1, -1);
        } else if (got == -EINVAL && direct_) {
            leave_direct("the file system refuses to read so");
        } else if (got != -EINTR) {
            one.failed = static_cast<int>(-got);
            return;
        }
    }
}

std::optional<block> stream_core::next_blocking() {
    begin_call();
    const scope_exit ended = [this] { called_ = false; };
    if (scheduler::current())
        throw runtime_error("file_stream::next_block_blocking(" + path +
                            "): this thread runs a loop, and would block it: co_await next_block()");
    if (in_flight != 0)
        throw runtime_error("file_stream::next_block_blocking(" + path +
                            "): a loop is reading ahead for this stream: go on there");
    if (!known_) open_blocking();
    if (std::exchange(ends_next_, false)) return std::nullopt;
    if (starts_over_) start_over();
    if (pending_ == 0) read_blocking(begin_next());
    return give();
}

} // namespace rondo::inline v0::detail
