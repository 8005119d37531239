// SPDX-License-Identifier: BSL-1.0
//
// The names of the simulated world, and what can be done with a file but reading and writing it.
#include <rondo/io/simulated_driver.hpp>

#include "simulated_thing.hpp"

#include <rondo/base/error.hpp>
#include <rondo/io/detail/listing.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace rondo::inline v0 {

namespace {

// "./a//b/../c" is "a/c", and "." is "".
std::string plain(std::string_view path) {
    std::string made;
    while (!path.empty()) {
        const std::size_t length = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, length);
        if (part == "..") {
            const std::size_t slash = made.rfind('/');
            made.resize(slash == made.npos ? 0 : slash);
        } else if (!part.empty() && part != ".") {
            if (!made.empty()) made += '/';
            made += part;
        }
        path.remove_prefix(std::min(length + 1, path.size()));
    }
    return made;
}

} // namespace

// A path counts from an open directory, or from the root. Returns: 0 or an errno.
int simulated_driver::resolve(int directory, const void* path, std::string& into) const {
    const std::string_view asked = static_cast<const char*>(path);
    if (asked.starts_with('/') || directory == AT_FDCWD) {
        into = plain(asked);
        return 0;
    }
    const auto at = static_cast<std::size_t>(directory - first_descriptor);
    if (directory < first_descriptor || at >= entries_.size() || entries_[at].is == kind::closed)
        return EBADF;
    if (entries_[at].is != kind::directory) return ENOTDIR;
    into = plain(entries_[at].path + '/' + std::string(asked));
    return 0;
}

// What lies in its directories: for operations that read many.
class simulated_driver::directories final : public detail::directory_reader {
public:
    explicit directories(const simulated_driver& of) noexcept : of_(of) {}
    int list(int directory, const char* path, bool, std::vector<directory_entry>& into) override {
        std::string inside;
        if (const int code = of_.resolve(directory, path, inside)) return code;
        if (const int code = of_.missing_directory(inside)) return code;
        if (!inside.empty()) inside += '/';
        for (auto at = of_.names_.lower_bound(inside); at != of_.names_.end(); ++at) {
            if (at->first.compare(0, inside.size(), inside) != 0) break;
            const std::size_t end = std::min(at->first.find('/', inside.size()), at->first.size());
            if (end == inside.size()) continue; // the root
            const std::string name = at->first.substr(inside.size(), end - inside.size());
            if (!into.empty() && into.back().name == name) continue;
            const bool is_file = end == at->first.size() && at->second;
            into.push_back({name, is_file ? file_type::regular : file_type::directory});
        }
        return 0;
    }
    int identify(int directory, const char* path, file_type& type, detail::file_identity& who) override {
        std::string name;
        if (const int code = of_.resolve(directory, path, name)) return code;
        type = of_.exists(name) ? file_type::regular : file_type::directory;
        who = {1, number_of(name)};
        return type == file_type::regular ? 0 : of_.missing_directory(name);
    }
    static std::uint64_t number_of(const std::string& path) noexcept {
        return std::hash<std::string>()(path);
    }

private:
    const simulated_driver& of_;
};

bool simulated_driver::is_empty(const std::string& path) const {
    const auto inside = names_.lower_bound(path + '/');
    return inside == names_.end() || inside->first.compare(0, path.size() + 1, path + '/') != 0;
}

// A directory that was there because of what lies in it stays when that goes.
void simulated_driver::keep_directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash != path.npos) names_.try_emplace(path.substr(0, slash));
}

// Returns: 0 when there is a directory of that name, or an errno.
int simulated_driver::missing_directory(const std::string& path) const {
    if (is_directory(path)) return 0;
    return exists(path) ? ENOTDIR : ENOENT;
}

void simulated_driver::make_file(std::string_view path, std::string_view content) {
    std::shared_ptr<thing>& at = names_[plain(path)];
    if (!at) {
        at = std::make_shared<thing>();
        at->links = 1;
    }
    at->bytes = content;
    at->changed = time_ ? time_->now() : instant();
}

std::string simulated_driver::file(std::string_view path) const {
    const auto at = names_.find(plain(path));
    if (at == names_.end() || !at->second)
        throw error(ENOENT, "simulated_driver::file(" + std::string(path) + ")");
    return at->second->bytes;
}

bool simulated_driver::exists(std::string_view path) const {
    const auto at = names_.find(plain(path));
    return at != names_.end() && at->second != nullptr;
}

std::size_t simulated_driver::open_descriptors() const noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(entries_, [](const entry& each) { return each.is != kind::closed; }));
}

void simulated_driver::discard(int descriptor) noexcept {
    entry* const at = find(descriptor);
    if (!at) return;
    closing(descriptor);
    end_of(descriptor, *at);
}

bool simulated_driver::is_directory(const std::string& path) const {
    if (path.empty()) return true;
    const auto at = names_.find(path);
    if (at != names_.end()) return at->second == nullptr;
    return !is_empty(path);
}

bool simulated_driver::has_room(const thing& of, std::size_t size) const noexcept {
    if (size <= of.bytes.size() || options_.disk_bytes == std::numeric_limits<std::size_t>::max())
        return true;
    std::size_t used = size - of.bytes.size();
    for (const auto& [name, each] : names_)
        if (each) used += each->bytes.size() / std::max(each->links, 1U); // one of several names
    return used <= options_.disk_bytes;
}

void simulated_driver::describe_file(thing* of, const std::string& path, void* status) noexcept {
    auto& said = *static_cast<struct statx*>(status);
    std::memset(&said, 0, sizeof said);
    said.stx_mask = STATX_TYPE | STATX_MODE | STATX_SIZE | STATX_NLINK | STATX_INO | STATX_MTIME;
    said.stx_dev_minor = 1;
    said.stx_blksize = 4096;
    const bool is_pipe = of && of->capacity != 0;
    said.stx_mode = is_pipe ? S_IFIFO | 0600 : of ? S_IFREG | 0644 : S_IFDIR | 0755;
    said.stx_nlink = of && !is_pipe ? of->links : 1;
    said.stx_size = of && !is_pipe ? of->bytes.size() : 0;
    const auto changed = std::chrono::nanoseconds((of ? of->changed : instant()).time_since_epoch()).count();
    said.stx_mtime.tv_sec = changed / 1'000'000'000;
    said.stx_mtime.tv_nsec = static_cast<std::uint32_t>(changed % 1'000'000'000);
    if (of && of->number == 0) of->number = ++numbered_;
    said.stx_ino = of ? of->number : directories::number_of(path);
}

// flock(2): a lock belongs to the descriptor, and another by the same one replaces it.
std::int64_t simulated_driver::lock_file(const op& one, entry& at) noexcept {
    thing& of = *at.of;
    const int self = one.descriptor;
    const int wish = static_cast<int>(one.flags) & ~LOCK_NB;
    const bool others_share = std::ranges::any_of(of.shared_by, [&](int each) { return each != self; });
    const bool other_owns = of.locked_by >= 0 && of.locked_by != self;
    if (wish != LOCK_UN && (other_owns || (wish == LOCK_EX && others_share))) return -EWOULDBLOCK;
    try {
        of.shared_by.reserve(of.shared_by.size() + 1);
    } catch (const std::bad_alloc&) {
        return -ENOLCK;
    }
    std::erase(of.shared_by, self);
    if (of.locked_by == self) of.locked_by = -1;
    if (wish == LOCK_EX) of.locked_by = self;
    if (wish == LOCK_SH) of.shared_by.push_back(self);
    return 0;
}

std::int64_t simulated_driver::on_file(op& one, entry& at) noexcept {
    if (at.is != kind::file) return one.code == opcode::lock ? -EBADF : -EINVAL;
    if (one.code == opcode::sync) return 0;
    if (one.code == opcode::lock) return lock_file(one, at);
    if ((at.flags & O_ACCMODE) == O_RDONLY) return one.code == opcode::truncate ? -EINVAL : -EBADF;
    thing& of = *at.of;
    const bool grows = one.code == opcode::allocate;
    const auto length = grows ? static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(one.second)) : 0;
    if (one.offset < 0 || (grows && length <= 0)) return -EINVAL;
    if (grows && (one.flags & ~std::uint32_t(FALLOC_FL_KEEP_SIZE)) != 0) return -EOPNOTSUPP;
    const auto size = static_cast<std::size_t>(one.offset + length);
    if (!has_room(of, size)) return -ENOSPC;
    if (grows && ((one.flags & FALLOC_FL_KEEP_SIZE) != 0 || size <= of.bytes.size())) return 0;
    try {
        of.bytes.resize(size);
        of.changed = now();
    } catch (const std::exception&) {
        return -EFBIG;
    }
    return 0;
}

std::int64_t simulated_driver::open_name(const op& one, std::string path) {
    const int flags = static_cast<int>(one.flags);
    const auto number = [&] { return first_descriptor + static_cast<std::int64_t>(entries_.size()) - 1; };
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        if (!is_directory(path)) return -ENOENT;
        entries_.push_back({kind::file, std::make_shared<thing>(), 0, flags});
        return number();
    }
    const auto found = names_.find(path);
    if (found == names_.end() ? is_directory(path) : !found->second) {
        if ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0) return -EISDIR;
        entries_.push_back({kind::directory, nullptr, 0, flags, std::move(path)});
        return number();
    }
    if ((flags & O_DIRECTORY) != 0) return found == names_.end() ? -ENOENT : -ENOTDIR;
    if (found != names_.end() && (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) return -EEXIST;
    if (found == names_.end() && (flags & O_CREAT) == 0) return -ENOENT;
    entries_.reserve(entries_.size() + 1);
    std::shared_ptr<thing>& of = names_[std::move(path)];
    if (!of) {
        of = std::make_shared<thing>();
        of->links = 1;
        of->changed = now();
    }
    if ((flags & O_TRUNC) != 0) {
        of->bytes.clear();
        of->changed = now();
    }
    entries_.push_back({kind::file, of, 0, flags});
    return number();
}

// There are no links to lead out of a directory.
std::int64_t simulated_driver::open_below(const op& one, std::string path) {
    const std::string_view asked = static_cast<const char*>(one.buffer);
    if (asked.empty()) return -ENOENT;
    if (asked.starts_with('/')) return -EXDEV;
    std::ptrdiff_t depth = 0;
    for (std::size_t at = 0; at <= asked.size();) {
        const std::size_t end = std::min(asked.find('/', at), asked.size());
        const std::string_view part = asked.substr(at, end - at);
        depth += part == ".." ? -1 : part.empty() || part == "." ? 0 : 1;
        if (depth < 0) return -EXDEV;
        at = end + 1;
    }
    if (asked.ends_with('/') && !is_directory(path)) return exists(path) ? -ENOTDIR : -ENOENT;
    const std::int64_t made = open_name(one, std::move(path));
    if (made >= 0 && one.second) {
        const entry& at = entries_.back();
        describe_file(at.of.get(), at.path, one.second);
    }
    return made;
}

std::int64_t simulated_driver::on_name(op& one) {
    if (one.code == opcode::list) {
        directories here(*this);
        return static_cast<detail::listing*>(one.second)->run(here);
    }
    std::string path;
    const bool of_descriptor = one.code == opcode::status && (one.flags & AT_EMPTY_PATH) != 0;
    if (one.buffer && !of_descriptor)
        if (const int refused = resolve(one.descriptor, one.buffer, path)) return -refused;
    if (one.code == opcode::read_whole) {
        const auto at = names_.find(path);
        if (at == names_.end() || !at->second) return is_directory(path) ? -EISDIR : -ENOENT;
        const std::string& bytes = at->second->bytes;
        if (bytes.size() > one.length) return -EFBIG;
        std::copy(bytes.begin(), bytes.end(), static_cast<char*>(one.second));
        return static_cast<std::int64_t>(bytes.size());
    }
    if (one.code == opcode::open) return open_name(one, std::move(path));
    if (one.code == opcode::open_beneath) return open_below(one, std::move(path));
    if (of_descriptor) {
        const entry* at = find(one.descriptor);
        if (!at) return -EBADF;
        return describe_file(at->of.get(), at->path, one.second), 0;
    }
    const auto found = names_.find(path);
    const bool is_file = found != names_.end() && found->second;
    if (one.code == opcode::make_directory)
        return found != names_.end() || is_directory(path) ? -EEXIST : (names_[path], 0);
    if (!is_file && !is_directory(path)) return -ENOENT;
    if (one.code == opcode::status)
        return describe_file(is_file ? found->second.get() : nullptr, path, one.second), 0;
    if (one.code == opcode::unlink) {
        if (is_file == ((one.flags & AT_REMOVEDIR) != 0)) return is_file ? -ENOTDIR : -EISDIR;
        if (!is_file && !is_empty(path)) return -ENOTEMPTY;
        keep_directory_of(path);
        if (is_file) --found->second->links;
        names_.erase(found);
        return 0;
    }
    if (one.code != opcode::rename && one.code != opcode::link) return -ENOSYS;
    if (!is_file) return one.code == opcode::link ? -EPERM : -EXDEV;
    std::string other;
    if (const int refused = resolve(static_cast<int>(one.offset), one.second, other)) return -refused;
    const auto there = names_.find(other);
    if (there == names_.end() ? is_directory(other) : !there->second) return -EISDIR;
    if (there != names_.end() && (one.code == opcode::link || (one.flags & RENAME_NOREPLACE) != 0))
        return -EEXIST;
    if (one.code == opcode::rename && (one.flags & RENAME_EXCHANGE) != 0) {
        if (there == names_.end()) return -ENOENT;
        std::swap(there->second, found->second);
        return 0;
    }
    const std::shared_ptr<thing> of = found->second;
    std::shared_ptr<thing>& place = names_[other];
    if (place == of) return 0; // two names of one file: nothing is done
    if (place) --place->links;
    place = of;
    if (one.code == opcode::link) {
        ++of->links;
    } else {
        keep_directory_of(path);
        names_.erase(path);
    }
    return 0;
}

} // namespace rondo::inline v0
