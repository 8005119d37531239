// SPDX-License-Identifier: BSL-1.0
#include "beneath.hpp"

#include <atomic>
#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

enum class ability : unsigned char { all, not_cached, none };
std::atomic<ability> openat2_is{ability::all}; // until it says otherwise

int asked_again(auto call) noexcept {
    for (;;) {
        const int got = call();
        if (got >= 0 || errno != EINTR) return got;
    }
}

int by_kernel(const op& one, std::uint64_t resolve) noexcept {
    open_how how{};
    how.flags = one.flags;
    how.mode = (one.flags & O_CREAT) != 0 ? one.length : 0;
    how.resolve = resolve;
    return asked_again([&] {
        return static_cast<int>(::syscall(SYS_openat2, one.descriptor, one.buffer, &how, sizeof how));
    });
}

// Part by part, of which none is a link.
int by_hand(const op& one) noexcept {
    std::string_view rest = static_cast<const char*>(one.buffer);
    if (rest.starts_with('/')) return errno = EXDEV, -1;
    if (rest.empty()) return errno = ENOENT, -1;
    int at = one.descriptor;
    for (;;) {
        const std::size_t slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        const std::size_t behind = slash == rest.npos ? rest.npos : rest.find_first_not_of('/', slash);
        const bool last = behind == rest.npos;
        char name[256];
        if (part.size() >= sizeof name) {
            errno = ENAMETOOLONG;
        } else if (part == "..") {
            errno = EXDEV;
        } else {
            name[part.copy(name, sizeof name - 1)] = '\0';
            const int within = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
            int flags = last ? static_cast<int>(one.flags) | O_NOFOLLOW : within;
            if (last && slash != rest.npos) flags |= O_DIRECTORY;
            const int next = asked_again([&] { return ::openat(at, name, flags, one.length); });
            const int code = errno;
            if (at != one.descriptor) ::close(at);
            if (next < 0) return errno = code, -1;
            if (last) return next;
            at = next;
            rest.remove_prefix(behind);
            continue;
        }
        const int code = errno;
        if (at != one.descriptor) ::close(at);
        return errno = code, -1;
    }
}

std::int64_t with_status(const op& one, int opened) noexcept {
    if (!one.second) return opened;
    const int code = asked_again([&] {
        return ::statx(opened, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_BASIC_STATS,
                       static_cast<struct statx*>(one.second));
    });
    if (code == 0) return opened;
    const int why = errno;
    ::close(opened);
    return -why;
}

} // namespace

std::int64_t open_beneath(const op& one, bool at_once) noexcept {
    const ability can = openat2_is.load(std::memory_order_relaxed);
    if (at_once && can != ability::all) return -EAGAIN;
    int opened = -1;
    if (can != ability::none) {
        const std::uint64_t resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
        for (int tries = 0; tries != 8; ++tries) { // EAGAIN: something was renamed on the way
            opened = by_kernel(one, resolve | (at_once ? std::uint64_t(RESOLVE_CACHED) : 0));
            if (opened >= 0 || errno != EAGAIN || at_once) break;
        }
        if (opened >= 0) return with_status(one, opened);
        if (errno != ENOSYS && errno != EPERM && !(at_once && errno == EINVAL)) return -errno;
        if (at_once) { // RESOLVE_CACHED came with Linux 5.12; a sandbox says what it likes
            if (errno == EINVAL) openat2_is.store(ability::not_cached, std::memory_order_relaxed);
            return -EAGAIN;
        }
        if (errno == ENOSYS) openat2_is.store(ability::none, std::memory_order_relaxed);
    }
    opened = by_hand(one);
    return opened < 0 ? -errno : with_status(one, opened);
}

} // namespace rondo::inline v0::detail
