// SPDX-License-Identifier: BSL-1.0
//
// What happens to files and directories, as a stream of events: by inotify, and so on this machine alone, for what programs
// on it do. A simulated world has none of it.
//
//     watcher at;  at.add("spool");  while (auto event = co_await at.next()) …
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/file.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rondo::inline v0 {

/// What has happened; several may be asked for, and told, at once.
enum class change : std::uint32_t {
    none = 0,
    modified = 0x2,         ///< written to, or truncated
    attributes = 0x4,       ///< mode, owner, times, links
    written = 0x8,          ///< closed by one who could write to it: it is whole now
    moved_from = 0x40,      ///< renamed: the old name; the new one has the same cookie
    moved_to = 0x80,        ///< renamed: the new name
    created = 0x100,        ///< in a directory
    removed = 0x200,        ///< from a directory
    self_removed = 0x400,   ///< what is watched
    self_moved = 0x800,     ///< what is watched
    unmounted = 0x2000,     ///< told whether asked for or not, as are the following
    overflow = 0x4000,      ///< events were lost: look at everything again; path is empty
    no_longer = 0x8000,     ///< it is not watched any more: removed, unmounted, or by remove()
    is_directory = 1U << 30 ///< beside another: it is about a directory
};
constexpr change operator|(change a, change b) noexcept {
    return static_cast<change>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
constexpr change operator&(change a, change b) noexcept {
    return static_cast<change>(static_cast<std::uint32_t>(a) & static_cast<std::uint32_t>(b));
}
/// All that can be asked for.
inline constexpr change any_change = static_cast<change>(0xFCE);

struct watch_event {
    std::string path; ///< as it was given to add()
    std::string name; ///< in that directory; empty: path itself
    change what = change::none;
    std::uint32_t cookie = 0; ///< joins moved_from and moved_to
    /// Whether one of these has happened.
    bool has(change any_of) const noexcept { return (what & any_of) != change::none; }
};

/// Watches files and directories; of a directory what lies in it, but not what lies deeper.
/// Threads: one.
class RONDO_API watcher {
public:
    /// Throws: rondo::error when the user has too many (EMFILE: raise fs.inotify.max_user_instances).
    watcher();
    watcher(watcher&&) noexcept = default;
    watcher& operator=(watcher&&) noexcept = default;

    /// Watches `path` as well; when it is watched already, for `what` instead. What happens from now on is told.
    /// Throws: rondo::error, which names the path (ENOSPC: raise fs.inotify.max_user_watches).
    void add(std::string path, change what = any_change);
    /// What happened until now is told all the same, and `no_longer` last. Throws: rondo::error (EINVAL) when it is not watched.
    void remove(const std::string& path);
    std::size_t watched() const noexcept { return paths_.size(); }

    /// The next event. It never ends by itself. Throws: rondo::error. Cancel: no event is lost.
    /// Lifetime: the watcher stays where it is meanwhile.
    task<std::optional<watch_event>> next();

private:
    std::optional<watch_event> take_event();

    file from_;
    std::map<int, std::string> paths_;
    std::vector<std::byte> buffer_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
};

} // namespace rondo::inline v0
