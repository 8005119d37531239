// SPDX-License-Identifier: BSL-1.0
//
// 64 MiB in pieces of 1,000 bytes into a new file that is on the disk when it is over (fsync of the file; with rondo of its
// directory, too). ns of wall time a KiB. The answer is the size that the file has then.
//
// Floors: write is write(2) of blocks of 256 KiB, then fsync; direct the same with O_DIRECT, after fallocate. rondo is a file_writer
// with `durable`; rondo_direct asks for O_DIRECT and room, too, four blocks in flight.
#pragma once

#include "../files.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace file_export {

inline constexpr std::size_t piece_bytes = 1000;
inline constexpr std::size_t block_bytes = 256 << 10;

inline std::string piece() {
    std::string text(piece_bytes, 'x');
    text.back() = '\n';
    return text;
}
/// How many pieces n KiB are.
inline std::uint64_t pieces(std::uint64_t kib) { return kib * 1024 / piece_bytes; }

/// `write(path, n)` writes n pieces; at most 64 MiB at a time are asked for.
template <class Write>
void measure(bench::harness& run, Write write) {
    bench::by_wall_clock = true;
    const std::uint64_t file_kib = bench::file_kib(run);
    const bench::file_of_run file;
    run.measure(
        "64MiB", "ns/KiB",
        [&](std::uint64_t n) {
            std::uint64_t answer = 0;
            for (std::uint64_t left = n; left != 0;) {
                const std::uint64_t here = std::min(left, file_kib);
                unlink(file.path().c_str());
                bench::begin_lap();
                write(file.path(), pieces(here));
                bench::end_lap();
                struct stat about{};
                if (stat(file.path().c_str(), &about) == 0)
                    answer += static_cast<std::uint64_t>(about.st_size);
                left -= here;
            }
            return answer;
        },
        [&](std::uint64_t n) {
            return (n / file_kib * pieces(file_kib) + pieces(n % file_kib)) * piece_bytes;
        },
        file_kib);
}

/// A floor: all of it through one buffer, by write(2).
inline void write_by_hand(const std::string& path, std::uint64_t pieces, bool direct) {
    const std::uint64_t bytes = pieces * piece_bytes;
    int to = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (direct ? O_DIRECT : 0), 0666);
    if (to < 0 && direct) to = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (to < 0) bench::failed("create", path);
    if (direct && posix_fallocate(to, 0, static_cast<off_t>(bytes)) != 0) bench::failed("allocate", path);
    char* const block = static_cast<char*>(std::aligned_alloc(4096, block_bytes));
    const std::string one = piece();
    std::size_t filled = 0;
    const auto give = [&](std::size_t size) {
        if (write(to, block, size) != static_cast<ssize_t>(size)) bench::failed("write", path);
        filled = 0;
    };
    for (std::uint64_t i = 0; i < pieces; ++i)
        for (std::size_t done = 0; done < one.size();) {
            const std::size_t part = std::min(one.size() - done, block_bytes - filled);
            std::copy_n(one.data() + done, part, block + filled);
            done += part;
            if ((filled += part) == block_bytes) give(block_bytes);
        }
    if (filled != 0 && direct) give((filled + 4095) / 4096 * 4096);
    if (filled != 0) give(filled);
    if (direct && ftruncate(to, static_cast<off_t>(bytes)) != 0) bench::failed("cut", path);
    if (fsync(to) != 0) bench::failed("sync", path);
    close(to);
    std::free(block);
}

} // namespace file_export
