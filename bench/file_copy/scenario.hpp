// SPDX-License-Identifier: BSL-1.0
//
// A file of 64 MiB, cached, into a new one, not synced: ns of wall time a KiB. The answer is the size of the copy.
//
// Floors: copy_file_range leaves it to the file system, which may share what it can; read_write goes through a buffer of 256 KiB.
// Not alike: cp(1) does the first of them where it can; what rondo does works on any pair of files.
#pragma once

#include "../files.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace file_copy {

/// `copy(from, to)` copies the file.
template <class Copy>
void measure(bench::harness& run, Copy copy) {
    bench::by_wall_clock = true;
    if (!run.wants("64MiB")) return;
    const std::uint64_t file_kib = bench::file_kib(run);
    const bench::file_of_run from(std::string(file_kib * 1024, 'x')), to;
    run.measure(
        "64MiB", "ns/KiB",
        [&](std::uint64_t n) {
            std::uint64_t answer = 0;
            for (std::uint64_t done = 0; done < n; done += file_kib) {
                unlink(to.path().c_str());
                bench::begin_lap();
                copy(from.path(), to.path());
                bench::end_lap();
                struct stat about{};
                if (stat(to.path().c_str(), &about) == 0) answer += static_cast<std::uint64_t>(about.st_size);
            }
            return answer;
        },
        [&](std::uint64_t n) { return (n + file_kib - 1) / file_kib * file_kib * 1024; }, file_kib);
}

} // namespace file_copy
