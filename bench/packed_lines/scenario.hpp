// SPDX-License-Identifier: BSL-1.0
//
// The lines of a packed log, counted: some 32 MiB of log unpacked, gzip (level 6) and zstd (level 3). ns of wall time a line.
//
// The floor is one loop over zlib's inflate or ZSTD_decompressStream and memchr. zcat_wc is `zcat LOG | wc -l`, with zstd `zstd -dc`, start
// included: two processes, on two cores where there are. `rondo` takes ISA-L for gzip where it is there, rondo_zlib does not.
#pragma once

#include "../files.hpp"

#include <rondo/io/compression.hpp>

#include <algorithm>
#include <memory>

namespace packed_lines {

struct packed_log {
    explicit packed_log(rondo::compression how, std::size_t bytes) {
        bench::dice next(9);
        std::string text;
        while (text.size() < bytes) {
            text += "2026-11-23 22:24:";
            text += std::to_string(10 + next() % 50);
            text += next() % 10 == 0 ? " ERROR db: lost connection " : " INFO web: served request ";
            text += std::to_string(next() % 1000000);
            text += " to client ";
            text += std::to_string(next() % 1000);
            text.push_back('\n');
            ++lines;
        }
        rondo::compressor by(how);
        std::string packed(text.size() + 4096, '\0');
        std::span<const std::byte> in = std::as_bytes(std::span(text));
        const std::span<std::byte> out = std::as_writable_bytes(std::span(packed));
        const std::size_t first = by.run(in, out);
        packed.resize(first + by.finish(out.subspan(first)));
        file = std::make_unique<bench::file_of_run>(packed);
    }
    std::uint64_t lines = 0;
    std::unique_ptr<bench::file_of_run> file;
};

/// `count(path, how)` counts the lines; without `zstd`, of gzip alone.
template <class Count>
void measure(bench::harness& run, Count count, bool zstd = true) {
    bench::by_wall_clock = true;
    const std::size_t bytes = run.checking() ? 100'000 : std::size_t(run.size(32 << 10)) << 10;
    for (const auto how : {rondo::compression::gzip, rondo::compression::zstd}) {
        if (!run.wants(rondo::to_string(how)) || (how == rondo::compression::zstd && !zstd)) continue;
        const packed_log log(how, bytes);
        run.measure(
            rondo::to_string(how), "ns/line",
            [&](std::uint64_t n) {
                std::uint64_t answer = 0;
                for (std::uint64_t done = 0; done < n; done += log.lines)
                    answer += count(log.file->path(), how);
                return answer;
            },
            [&](std::uint64_t n) { return (n + log.lines - 1) / log.lines * log.lines; }, log.lines);
    }
}

} // namespace packed_lines
