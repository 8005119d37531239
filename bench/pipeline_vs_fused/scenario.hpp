// SPDX-License-Identifier: BSL-1.0
//
// A log in the page cache, 106 bytes a line in the mean, of which one in ten has " ERROR: ": what stands behind it is counted and
// its bytes are added up. 8 MiB, read again and again. ns of CPU time a line, with opening and reading.
//
// Floors: fused looks at line after line, fused_search searches blocks and finds line ends only around hits; both are one loop by
// hand. rondo is the pipeline as users write it, which searches blocks, too; rondo_lines has a filter that does not let it; rondo_range is a
// loop over the range.
#pragma once

#include "../files.hpp"

#include <algorithm>
#include <memory>

namespace pipeline_vs_fused {

inline constexpr std::string_view mark = " ERROR: ";

struct log_file {
    log_file() {
        bench::dice next(106);
        std::string content;
        while (content.size() < (std::size_t{8} << 20)) {
            const bool is_error = next() % 10 == 0;
            const std::size_t length = 48 + next() % 60;
            content += "2026-11-23 22:24:02.123";
            content += is_error ? mark : std::string_view(next() % 2 == 0 ? " INFO: " : " DEBUG: ");
            content.append(length, static_cast<char>('a' + next() % 26));
            content.push_back('\n');
            upto.push_back(upto.back() + (is_error ? length + 1 : 0));
        }
        file = std::make_unique<bench::file_of_run>(content);
    }
    std::uint64_t lines() const { return upto.size() - 1; }

    std::vector<std::uint64_t> upto{0};
    std::unique_ptr<bench::file_of_run> file;
};

/// `sum(path)` gives, for each line with the mark, 1 and the bytes behind it.
template <class Sum>
void measure(bench::harness& run, Sum sum) {
    if (!run.wants("106")) return;
    std::unique_ptr<log_file> of;
    const auto made = [&]() -> log_file& {
        if (!of) of = std::make_unique<log_file>();
        return *of;
    };
    const std::uint64_t lines = made().lines();
    run.measure(
        "106", "ns/line",
        [&](std::uint64_t n) { // whole files: fewer lines are not asked for
            std::uint64_t answer = 0;
            for (std::uint64_t done = 0; done < n; done += lines) answer += sum(made().file->path());
            return answer;
        },
        [&](std::uint64_t n) { return (n + lines - 1) / lines * made().upto.back(); }, lines);
}

} // namespace pipeline_vs_fused
