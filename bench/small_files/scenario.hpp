// SPDX-License-Identifier: BSL-1.0
//
// 20,000 files of 4 KiB, read whole, one after another in order, and the first byte of each added up: `cached`, and `cold`, when their
// pages are not in the cache (what the system knows of their names stays). ns of wall time a file.
//
// Floors: read is open, read, close on one thread; threads_32 has 32 of them. rondo reads 64 at a time, by io_uring or, as rondo_epoll,
// by its pool.
#pragma once

#include "../trees.hpp"

#include <algorithm>

namespace small_files {

/// `sum(paths, n)` reads the first n of the files.
template <class Sum>
void measure(bench::harness& run, Sum sum) {
    bench::by_wall_clock = true;
    if (!run.wants("cached") && !run.wants("cold")) return;
    const bench::tree_of_run tree(run.checking() ? 250 : run.size(20'000));
    const std::uint64_t files = tree.paths().size();
    for (const bool cold : {false, true})
        run.measure(
            cold ? "cold" : "cached", "ns/file",
            [&](std::uint64_t n) {
                std::uint64_t answer = 0;
                for (std::uint64_t left = n; left != 0;) {
                    const std::uint64_t here = std::min(left, files);
                    left -= here;
                    if (cold) tree.make_cold();
                    bench::begin_lap();
                    answer += sum(tree.paths(), here);
                    bench::end_lap();
                }
                return answer;
            },
            [&](std::uint64_t n) {
                std::uint64_t answer = 0;
                for (std::uint64_t i = 0; i < n; ++i)
                    answer += static_cast<unsigned char>(bench::byte_of(i % files));
                return answer;
            },
            files);
}

/// What the floors do for each: one read that is larger than the file, so that its end is seen.
inline std::uint64_t first_byte(const std::string& path) {
    char block[bench::small_file_bytes + 1];
    const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (from < 0 || read(from, block, sizeof block) != static_cast<ssize_t>(bench::small_file_bytes))
        bench::failed("read", path);
    close(from);
    return static_cast<unsigned char>(block[0]);
}

} // namespace small_files
