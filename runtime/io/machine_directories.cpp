// SPDX-License-Identifier: BSL-1.0
#include "machine_directories.hpp"

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

file_type type_of(mode_t mode) noexcept {
    if (S_ISREG(mode)) return file_type::regular;
    if (S_ISDIR(mode)) return file_type::directory;
    return S_ISLNK(mode) ? file_type::symbolic_link : file_type::other;
}

file_type type_of(const dirent& entry, int directory) noexcept {
    switch (entry.d_type) {
    case DT_REG:
        return file_type::regular;
    case DT_DIR:
        return file_type::directory;
    case DT_LNK:
        return file_type::symbolic_link;
    case DT_UNKNOWN: { // there are file systems that do not say
        struct stat said;
        if (::fstatat(directory, entry.d_name, &said, AT_SYMLINK_NOFOLLOW) != 0) return file_type::other;
        return type_of(said.st_mode);
    }
    default:
        return file_type::other;
    }
}

struct closes {
    void operator()(DIR* stream) const noexcept { ::closedir(stream); }
};

} // namespace

int machine_directories::list(int directory, const char* path, bool follow,
                              std::vector<directory_entry>& into) {
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW);
    int opened = -1;
    do opened = ::openat(directory, path, flags);
    while (opened < 0 && errno == EINTR);
    if (opened < 0) return errno;
    const std::unique_ptr<DIR, closes> stream(::fdopendir(opened));
    if (!stream) {
        const int code = errno;
        ::close(opened);
        return code;
    }
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (!entry) return errno;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") into.push_back({std::string(name), type_of(*entry, opened)});
    }
}

int machine_directories::identify(int directory, const char* path, file_type& type, file_identity& who) {
    struct stat said;
    if (::fstatat(directory, path, &said, 0) != 0) return errno;
    type = type_of(said.st_mode);
    who = {said.st_dev, said.st_ino};
    return 0;
}

} // namespace rondo::inline v0::detail
