// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/watch.hpp>

#include <rondo/base/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>

#include <sys/inotify.h>
#include <unistd.h>

namespace rondo::inline v0 {

static_assert(static_cast<std::uint32_t>(change::modified) == IN_MODIFY &&
              static_cast<std::uint32_t>(change::attributes) == IN_ATTRIB &&
              static_cast<std::uint32_t>(change::written) == IN_CLOSE_WRITE &&
              static_cast<std::uint32_t>(change::moved_from) == IN_MOVED_FROM &&
              static_cast<std::uint32_t>(change::moved_to) == IN_MOVED_TO &&
              static_cast<std::uint32_t>(change::created) == IN_CREATE &&
              static_cast<std::uint32_t>(change::removed) == IN_DELETE &&
              static_cast<std::uint32_t>(change::self_removed) == IN_DELETE_SELF &&
              static_cast<std::uint32_t>(change::self_moved) == IN_MOVE_SELF &&
              static_cast<std::uint32_t>(change::unmounted) == IN_UNMOUNT &&
              static_cast<std::uint32_t>(change::overflow) == IN_Q_OVERFLOW &&
              static_cast<std::uint32_t>(change::no_longer) == IN_IGNORED &&
              static_cast<std::uint32_t>(change::is_directory) == IN_ISDIR);

watcher::watcher() : buffer_(16 * 1024) {
    const int made = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (made < 0) {
        const int code = errno;
        throw error(code, "watcher()",
                    code == EMFILE ? "raise fs.inotify.max_user_instances, or watch more by each" : "");
    }
    from_ = file(made);
}

void watcher::add(std::string path, change what) {
    const auto mask = static_cast<std::uint32_t>(what & any_change);
    if (mask == 0) throw error(EINVAL, "watcher::add(" + path + ")", "name at least one change to watch for");
    if (path.find('\0') != path.npos)
        throw error(EINVAL, "watcher::add(" + std::string(path.c_str()) + "…)", "a path holds no NUL");
    const int got = ::inotify_add_watch(from_.descriptor(), path.c_str(), mask);
    if (got < 0) {
        const int code = errno;
        throw error(code, "watcher::add(" + path + ")",
                    code == ENOSPC ? "raise fs.inotify.max_user_watches" : "");
    }
    paths_[got] = std::move(path);
}

void watcher::remove(const std::string& path) {
    const auto at = std::ranges::find_if(paths_, [&](const auto& each) { return each.second == path; });
    if (at == paths_.end()) throw error(EINVAL, "watcher::remove(" + path + ")", "it is not watched");
    if (::inotify_rm_watch(from_.descriptor(), at->first) != 0 && errno != EINVAL) // gone, and not told yet
        throw error(errno, "watcher::remove(" + path + ")");
}

std::optional<watch_event> watcher::take_event() {
    if (at_ == end_) return std::nullopt;
    inotify_event said;
    std::memcpy(&said, buffer_.data() + at_, sizeof said);
    const char* name = reinterpret_cast<const char*>(buffer_.data() + at_ + sizeof said);
    std::optional<watch_event> event(std::in_place);
    event->what = static_cast<change>(said.mask);
    event->cookie = said.cookie;
    if (said.len != 0) event->name.assign(name, ::strnlen(name, said.len));
    const auto of = paths_.find(said.wd);
    if (of != paths_.end()) event->path = of->second;
    if (event->has(change::no_longer) && of != paths_.end()) paths_.erase(of);
    at_ += sizeof said + said.len;
    return event;
}

task<std::optional<watch_event>> watcher::next() {
    while (at_ == end_) {
        const std::size_t got = co_await from_.read(buffer_);
        at_ = 0;
        end_ = got;
    }
    co_return take_event();
}

} // namespace rondo::inline v0
