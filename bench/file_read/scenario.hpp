// SPDX-License-Identifier: BSL-1.0
//
// A file of 64 MiB from its beginning to its end, and a byte of each 64 added up: `cached`, in ns of wall time a KiB, when it is in the
// page cache; `cold`, when it is not, and the disk decides; `small`, 4 KiB at a pseudo-random place of it, cached, in ns a read.
//
// Floors: read is read(2) into one buffer of 128 KiB, for small pread(2); direct is the same with O_DIRECT, cold only. rondo is
// io_uring, rondo_epoll the pool of threads: both drivers, side by side. The page cache is dropped by posix_fadvise; that of a
// virtual disk's host is not.
#pragma once

#include "../files.hpp"

#include <algorithm>
#include <memory>

namespace file_read {

inline constexpr std::size_t small_bytes = 4096;

inline std::uint64_t weight(const char* data, std::size_t size) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < size; i += 64) sum += static_cast<unsigned char>(data[i]);
    return sum;
}

/// The content repeats every MiB, and so do the places that are asked for.
struct big_file {
    explicit big_file(std::uint64_t file_kib) {
        bench::dice next(64);
        const std::size_t file_bytes = file_kib * 1024;
        std::string content(file_bytes, '\0');
        for (std::size_t i = 0; i < 1 << 20; i += 64) content[i] = static_cast<char>(next() & 127);
        for (std::size_t at = 1 << 20; at < file_bytes; at += 1 << 20)
            std::copy_n(content.data(), 1 << 20, content.data() + at);
        whole = weight(content.data(), content.size());
        for (std::size_t i = 0; i < blocks; ++i)
            block_weight.push_back(weight(content.data() + i * small_bytes, small_bytes));
        file = std::make_unique<bench::file_of_run>(content);
    }
    static constexpr std::size_t blocks = (1 << 20) / small_bytes;
    std::uint64_t whole = 0;
    std::vector<std::uint64_t> block_weight; // of the first MiB
    std::unique_ptr<bench::file_of_run> file;
};

/// Where the i-th small read of a file of so many KiB is.
inline std::uint64_t place(std::uint64_t i, std::uint64_t file_kib) {
    return i * 2654435761u % (file_kib * 1024 / small_bytes) * small_bytes;
}

/// `all(path)` adds the whole file up; `some(path, n, file_kib)` does n small reads, or is nullptr.
template <class All, class Some>
void measure(bench::harness& run, bool cached, All all, Some some) {
    bench::by_wall_clock = true;
    const std::uint64_t file_kib = bench::file_kib(run);
    std::unique_ptr<big_file> of;
    const auto made = [&]() -> big_file& {
        if (!of) of = std::make_unique<big_file>(file_kib);
        return *of;
    };
    const auto files = [file_kib](std::uint64_t n) { return (n + file_kib - 1) / file_kib; };
    const auto body = [&](bool cold) {
        return [&made, &all, files, cold](std::uint64_t n) {
            const std::string& path = made().file->path();
            std::uint64_t answer = 0;
            for (std::uint64_t left = files(n); left != 0; --left) {
                if (cold) made().file->make_cold();
                bench::begin_lap();
                answer += all(path);
                bench::end_lap();
            }
            return answer;
        };
    };
    const auto truth = [&](std::uint64_t n) { return files(n) * made().whole; };
    if (cached) run.measure("cached", "ns/KiB", body(false), truth, file_kib);
    run.measure("cold", "ns/KiB", body(true), truth, file_kib);
    if constexpr (!std::is_null_pointer_v<Some>)
        run.measure(
            "small", "ns/read",
            [&](std::uint64_t n) {
                const std::string& path = made().file->path();
                bench::begin_lap();
                const std::uint64_t answer = some(path, n, file_kib);
                bench::end_lap();
                return answer;
            },
            [&](std::uint64_t n) {
                std::uint64_t sum = 0;
                for (std::uint64_t i = 0; i < n; ++i)
                    sum += made().block_weight[place(i, file_kib) / small_bytes % big_file::blocks];
                return sum;
            });
}

} // namespace file_read
