// SPDX-License-Identifier: BSL-1.0
//
// The lines of a file that is in the page cache: their number, their lengths and their first bytes are added up. Lines of 20, 100
// and 1,000 bytes in the mean, their ends included, each half to one and a half times as long; some 4 MiB a file, which is read
// again and again. ns of CPU time a line, with opening and reading.
//
// The floor, fused, is one loop over blocks with memchr, by read(2). rondo is a pipeline into a function, rondo_range the range on a
// thread without a loop. Not alike: rondo_epoll reads on other threads, whose time is not counted.
#pragma once

#include "../files.hpp"

#include <algorithm>
#include <memory>

namespace lines_split {

/// A file and what is in it.
struct lines_file {
    explicit lines_file(std::size_t mean) {
        bench::dice next(mean);
        std::string content;
        while (content.size() < (std::size_t{4} << 20)) {
            const std::size_t length = mean / 2 + next() % mean; // without the newline
            const char first = static_cast<char>('a' + next() % 26);
            add(length == 0 ? 0 : length + static_cast<unsigned char>(first));
            if (length != 0) content.push_back(first);
            if (length > 1) content.append(length - 1, 'x');
            content.push_back('\n');
        }
        file = std::make_unique<bench::file_of_run>(content);
    }
    void add(std::uint64_t weight) { upto.push_back(upto.back() + weight); }
    std::uint64_t lines() const { return upto.size() - 1; }
    std::uint64_t truth(std::uint64_t n) const { return n / lines() * upto.back() + upto[n % lines()]; }

    std::vector<std::uint64_t> upto{0}; // what the first n lines add up to
    std::unique_ptr<bench::file_of_run> file;
};

inline std::uint64_t weight(std::string_view line) {
    return line.empty() ? 0 : line.size() + static_cast<unsigned char>(line[0]);
}

/// All cases: `sum(path, n)` adds up the first n lines of the file at `path`; more are not asked for.
template <class Sum>
void measure(bench::harness& run, Sum sum) {
    for (const std::size_t mean : {20u, 100u, 1000u}) {
        std::unique_ptr<lines_file> of; // made when it is wanted
        const auto made = [&]() -> lines_file& {
            if (!of) of = std::make_unique<lines_file>(mean);
            return *of;
        };
        run.measure(
            std::to_string(mean), "ns/line",
            [&](std::uint64_t n) {
                const std::string& path = made().file->path();
                bench::begin_lap();
                std::uint64_t answer = 0;
                for (std::uint64_t left = n; left != 0;) {
                    const std::uint64_t here = std::min(left, of->lines());
                    answer += sum(path, here);
                    left -= here;
                }
                bench::end_lap();
                return answer;
            },
            [&](std::uint64_t n) { return made().truth(n); });
    }
}

} // namespace lines_split
