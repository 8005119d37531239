// SPDX-License-Identifier: BSL-1.0
//
// What the scenarios about files share: files that are made for a run and gone after it, in $BENCH_FILES or $TMPDIR, else
// /var/tmp (a file system of memory has no disk to be measured), and lines whose contents are known.
#pragma once

#include "harness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

inline std::string place_for_files() {
    for (const char* name : {"BENCH_FILES", "TMPDIR"})
        if (const char* said = std::getenv(name); said != nullptr && *said != '\0') return said;
    return "/var/tmp";
}

[[noreturn]] inline void failed(const char* what, const std::string& path) {
    std::perror((std::string(what) + " " + path).c_str());
    std::exit(3);
}

/// A file of a run; its name is gone when it goes out of scope.
class file_of_run {
public:
    file_of_run() : path_(place_for_files() + "/rondo_bench_XXXXXX") {
        const int made = mkstemp(path_.data());
        if (made < 0) failed("make", path_);
        close(made);
    }
    explicit file_of_run(std::string_view content) : file_of_run() {
        const int to = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        for (std::size_t done = 0; done < content.size();) {
            const ssize_t wrote = write(to, content.data() + done, content.size() - done);
            if (wrote <= 0) failed("write", path_);
            done += static_cast<std::size_t>(wrote);
        }
        if (fsync(to) != 0) failed("sync", path_);
        close(to);
    }
    file_of_run(const file_of_run&) = delete;
    file_of_run& operator=(const file_of_run&) = delete;
    ~file_of_run() { unlink(path_.c_str()); }

    const std::string& path() const { return path_; }

    /// Out of the page cache: the next read of it waits for the disk.
    void make_cold() const {
        const int on = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
        if (on < 0 || fdatasync(on) != 0 || posix_fadvise(on, 0, 0, POSIX_FADV_DONTNEED) != 0)
            failed("drop the cache of", path_);
        close(on);
    }

private:
    std::string path_;
};

/// How big a file of 64 MiB is, in KiB: whole MiB, one of them where answers are compared only, or little is wanted.
inline std::uint64_t file_kib(const harness& run) {
    const std::uint64_t wanted = run.checking() ? 0 : run.size(64 << 10);
    return std::max<std::uint64_t>(1, wanted >> 10) << 10;
}

/// Numbers that look random, and are the same everywhere.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t operator()() {
        std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

private:
    std::uint64_t state_;
};

} // namespace bench
