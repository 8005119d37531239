// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/whole_file.hpp>

#include <rondo/base/error.hpp>
#include <rondo/core/cancel_scope.hpp>

#include <cerrno>
#include <exception>
#include <span>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

constexpr std::size_t copy_block = 256 * 1024;

std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == path.npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

// Beside `path`; told apart from others of this process and of other processes.
std::string other_name(const std::string& path, unsigned attempt) {
    return path + ".new-" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
}

// Opens a file that was not there, and puts its name into `name`.
task<file> open_beside(const std::string& path, std::string& name, unsigned mode) {
    const open_options options{.read = false, .write = true, .create = true, .exclusive = true, .mode = mode};
    for (unsigned attempt = 0;; ++attempt) {
        std::string candidate = other_name(path, attempt);
        bool taken = false;
        file made;
        try {
            made = co_await open_file(candidate, options);
        } catch (const error& e) {
            if (e.number() != EEXIST || attempt == 1000) throw;
            taken = true;
        }
        if (taken) continue;
        name = std::move(candidate);
        co_return made;
    }
}

task<> write_and_rename(const std::string& path, std::string& name, const std::string& content,
                        write_file_options options) {
    file made = co_await open_beside(path, name, options.mode);
    co_await made.write_all(std::as_bytes(std::span(content)));
    if (options.durable) co_await made.sync();
    co_await made.close();
    co_await rename_path(name, path);
    name.clear();
    if (!options.durable) co_return;
    const open_options of_directory{.flags = O_DIRECTORY};
    file directory = co_await open_file(directory_of(path), of_directory);
    co_await directory.sync();
}

} // namespace

task<std::string> read_file(std::string path) {
    file from = co_await open_file(path);
    const file_status about = co_await from.stat();
    std::string all;
    std::size_t got = 0;
    // The size is a guess: the end is where nothing more comes.
    for (std::size_t next = about.size + 1;; next = got + 65536) {
        all.resize(next);
        while (got != all.size()) {
            const std::size_t part = co_await from.read(std::as_writable_bytes(std::span(all).subspan(got)));
            if (part == 0) {
                all.resize(got);
                co_return all;
            }
            got += part;
        }
    }
}

task<> write_file(std::string path, std::string content, write_file_options options) {
    std::string name; // of what must not stay
    std::exception_ptr failed;
    try {
        co_await write_and_rename(path, name, content, options);
    } catch (...) {
        failed = std::current_exception();
    }
    if (!failed) co_return;
    if (!name.empty()) {
        try {
            co_await shield(unlink_path(name));
        } catch (const error&) {
            // The first error tells more.
        }
    }
    std::rethrow_exception(failed);
}

task<std::uint64_t> copy_file(std::string from, std::string to) {
    file source = co_await open_file(from);
    const file_status about = co_await source.stat();
    const open_options options{.read = false, .write = true, .create = true, .mode = about.mode & 07777};
    file target = co_await open_file(to, options);
    // Emptied only now: by another name it may be the same file.
    const file_status there = co_await target.stat();
    if (there.is_same_file(about))
        throw error(EINVAL, "copy_file(" + from + ", " + to + ")", "these are two names of one file");
    if (there.is_regular()) co_await target.truncate(0);
    std::vector<std::byte> block(copy_block);
    std::uint64_t copied = 0;
    while (true) {
        const std::size_t got = co_await source.read(block);
        if (got == 0) break;
        co_await target.write_all(std::span(block).first(got));
        copied += got;
    }
    co_await target.close();
    co_return copied;
}

} // namespace rondo::inline v0
