// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/directory.hpp>

#include <rondo/base/random.hpp>
#include <rondo/core/cancel_scope.hpp>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

constexpr std::size_t most_open = 32;

// What is done with a name inside of a directory that is open.
class named_op : public detail::path_op {
public:
    named_op(opcode what, const char* verb, int directory, std::string name, int flag) noexcept
        : path_op(what, verb, std::move(name)) {
        descriptor = directory;
        flags = static_cast<std::uint32_t>(flag);
    }
    named_op(named_op&&) noexcept = default;
    /// Returns: zero or more, or -errno.
    std::int64_t take() {
        const rondo::result<std::int64_t> got = outcome();
        return got ? *got : -got.error().number;
    }
    driver* through() const noexcept { return asked_of(); }
};

struct level {
    file at; // none: closed to spare descriptors
    detail::file_identity who;
    std::string name; // within the one above
    std::vector<directory_entry> left;
};

// Opens a directory that is no link. Returns: 0 or an errno.
task<int> enter(int above, std::string name, level& into) {
    named_op opening(opcode::open, "remove_tree", above, name,
                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    const std::int64_t got = co_await opening;
    if (got < 0) co_return static_cast<int>(-got);
    into.at = file(static_cast<int>(got), opening.through());
    into.name = std::move(name);
    const file_status said = co_await into.at.stat();
    into.who = {said.device, said.inode};
    into.left = co_await detail::list_op(".", into.at.descriptor());
    co_return 0;
}

std::string path_of(const std::string& root, const std::vector<level>& levels, const std::string& name) {
    std::string path = root;
    for (std::size_t i = 1; i != levels.size(); ++i) path += "/" + levels[i].name;
    return path + "/" + name;
}

// Opens again the directory above the last, which was closed: by "..", and only if it is still the same.
task<> reopen_above(const std::string& root, std::vector<level>& levels) {
    level& above = levels[levels.size() - 2];
    if (above.at) co_return;
    named_op opening(opcode::open, "remove_tree", levels.back().at.descriptor(), "..",
                     O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::int64_t got = co_await opening;
    if (got < 0) throw error(static_cast<int>(-got), "remove_tree(" + path_of(root, levels, "..") + ")");
    file again(static_cast<int>(got), opening.through());
    const file_status said = co_await again.stat();
    const detail::file_identity who{said.device, said.inode};
    if (who != above.who)
        throw error(ESTALE, "remove_tree(" + path_of(root, levels, "..") + ")",
                    "the tree was moved while it was being removed");
    above.at = std::move(again);
}

// Removes a name of the last directory that is none, or goes down into it.
task<bool> remove_or_enter(const std::string& root, std::vector<level>& levels, directory_entry entry) {
    const int here = levels.back().at.descriptor();
    if (entry.type == file_type::directory) {
        level next;
        const int refused = co_await enter(here, entry.name, next);
        if (refused == ENOENT) co_return false;
        if (refused == 0) {
            levels.push_back(std::move(next));
            if (levels.size() > most_open) levels[levels.size() - most_open - 1].at = file();
            co_return false;
        }
        if (refused != ENOTDIR && refused != ELOOP) // else somebody has put something else there
            throw error(refused, "remove_tree(" + path_of(root, levels, entry.name) + ")");
    }
    named_op removing(opcode::unlink, "remove_tree", here, entry.name, 0);
    const std::int64_t got = co_await removing;
    if (got < 0 && got != -ENOENT)
        throw error(static_cast<int>(-got), "remove_tree(" + path_of(root, levels, entry.name) + ")");
    co_return got == 0;
}

task<> make_one(std::string path, unsigned mode) {
    int refused = 0;
    try {
        co_await make_directory(path, mode);
    } catch (const error& e) {
        refused = e.number();
        if (refused != EEXIST) throw;
    }
    if (refused == 0) co_return;
    const file_status said = co_await stat_path(path);
    if (!said.is_directory())
        throw error(ENOTDIR, "make_directories(" + path + ")",
                    "there is something of that name, and it is no directory");
}

// Makes a directory of a new name, and puts the name into `made`. (By reference: it is there to be removed at once.)
task<> make_new(std::string stem, std::string& made) {
    random_stream lots(static_cast<std::uint64_t>(::getpid()), 0, "temporary_directory");
    for (unsigned attempt = 0;; ++attempt) {
        std::string candidate = stem + std::to_string(lots());
        bool taken = false;
        try {
            co_await make_directory(candidate, 0700);
        } catch (const error& e) {
            if (e.number() != EEXIST || attempt == 1000) throw;
            taken = true;
        }
        if (taken) continue;
        made = std::move(candidate);
        co_return;
    }
}

} // namespace

detail::list_op list_directory(std::string path) noexcept { return detail::list_op(std::move(path)); }

task<> make_directories(std::string path, unsigned mode) {
    if (path.empty()) throw error(ENOENT, "make_directories(\"\")", "a path is not empty");
    for (std::size_t end = path.find('/', 1); end != path.npos; end = path.find('/', end + 1))
        if (path[end - 1] != '/') co_await make_one(path.substr(0, end), mode | 0300); // to go on inside
    if (path.back() != '/' || path == "/") co_await make_one(path, mode);
}

task<std::uint64_t> remove_tree(std::string path) {
    std::vector<level> levels;
    levels.emplace_back();
    const int refused = co_await enter(AT_FDCWD, path, levels.back());
    if (refused == ENOTDIR || refused == ELOOP)
        throw error(ENOTDIR, "remove_tree(" + path + ")", "a file or a link is removed by unlink_path");
    if (refused != 0) throw error(refused, "remove_tree(" + path + ")");
    std::uint64_t removed = 0;
    for (;;) {
        if (!levels.back().left.empty()) {
            directory_entry next = std::move(levels.back().left.back());
            levels.back().left.pop_back();
            const bool gone = co_await remove_or_enter(path, levels, std::move(next));
            removed += gone ? 1 : 0;
            continue;
        }
        if (levels.size() == 1) break;
        co_await reopen_above(path, levels);
        const std::string name = std::move(levels.back().name);
        levels.pop_back();
        named_op removing(opcode::unlink, "remove_tree", levels.back().at.descriptor(), name, AT_REMOVEDIR);
        const std::int64_t got = co_await removing;
        if (got < 0 && got != -ENOENT)
            throw error(static_cast<int>(-got), "remove_tree(" + path_of(path, levels, name) + ")");
        removed += got == 0 ? 1 : 0;
    }
    levels.clear();
    co_await remove_directory(path);
    co_return removed + 1;
}

async_contextmanager<std::string> temporary_directory(std::string prefix, std::string parent) {
    if (prefix.find('/') != prefix.npos)
        throw error(EINVAL, "temporary_directory(" + prefix + ")",
                    "the prefix is a name: say where by the second argument");
    if (parent.empty()) {
        const char* told = std::getenv("TMPDIR");
        parent = told && *told ? told : "/tmp";
    }
    std::string where;
    co_await make_new(parent + "/" + prefix, where);
    std::exception_ptr failed;
    try {
        co_yield where;
    } catch (...) {
        failed = std::current_exception();
    }
    std::exception_ptr stays;
    try {
        co_await shield(remove_tree(where));
    } catch (const error& e) {
        if (e.number() != ENOENT) stays = std::current_exception(); // somebody has removed it: that is well
    }
    if (failed) std::rethrow_exception(failed);
    if (stays) std::rethrow_exception(stays);
}

} // namespace rondo::inline v0
