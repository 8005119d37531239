// SPDX-License-Identifier: BSL-1.0
//
// The lines of a tree of logs that fit a regular expression, counted: 64 logs in 8 directories, every other one packed by gzip (level 6),
// some 32 MiB unpacked, cached; one line in a thousand fits. ns of wall time a line.
//
// rondo is the example grep_tree: a file a time to each core, lines, RE2. The floor is a loop over the files on one core: zlib, and
// memmem for the literal that all such lines have, RE2 only where it stands. rg is `rg --search-zip`, on all cores, with a gzip process for
// each packed file. All starts are counted.
#pragma once

#include "../files.hpp"

#include <rondo/io/compression.hpp>

#include <filesystem>
#include <fstream>

namespace grep_tree {

inline constexpr const char* expression = "ERROR db: .*7[0-9][0-9] to client [0-9]+$";
inline constexpr std::string_view literal = "ERROR db: ";

class logs_of_run {
public:
    explicit logs_of_run(std::size_t bytes_each) : root_(bench::place_for_files() + "/rondo_logs_XXXXXX") {
        if (mkdtemp(root_.data()) == nullptr) bench::failed("make", root_);
        bench::dice next(64);
        for (int i = 0; i < 64; ++i) {
            const std::string directory = root_ + "/" + std::to_string(i / 8);
            if (i % 8 == 0) std::filesystem::create_directory(directory);
            paths_.push_back(directory + "/" + std::to_string(i) + (i % 2 != 0 ? ".log.gz" : ".log"));
            const std::string text = log(bytes_each, next);
            std::ofstream(paths_.back()) << (i % 2 != 0 ? packed(text) : text);
        }
    }
    logs_of_run(const logs_of_run&) = delete;
    logs_of_run& operator=(const logs_of_run&) = delete;
    ~logs_of_run() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }

    const std::string& root() const { return root_; }
    const std::vector<std::string>& paths() const { return paths_; }
    std::uint64_t lines() const { return lines_; }
    std::uint64_t fitting() const { return fitting_; }

private:
    std::string log(std::size_t bytes, bench::dice& next) {
        std::string text;
        while (text.size() < bytes) {
            const bool bad = next() % 100 == 0;
            const std::uint64_t what = next() % 1000;
            text += "2026-11-23 22:24:";
            text += std::to_string(10 + next() % 50);
            text += bad ? " ERROR db: lost connection " : " INFO web: served request ";
            text += std::to_string(what + 1000);
            text += " to client ";
            text += std::to_string(next() % 1000);
            text.push_back('\n');
            ++lines_;
            fitting_ += bad && what / 100 == 7 ? 1 : 0;
        }
        return text;
    }
    static std::string packed(const std::string& text) {
        rondo::compressor by(rondo::compression::gzip);
        std::string all(text.size() + 4096, '\0');
        std::span<const std::byte> in = std::as_bytes(std::span(text));
        const std::span<std::byte> out = std::as_writable_bytes(std::span(all));
        const std::size_t first = by.run(in, out);
        all.resize(first + by.finish(out.subspan(first)));
        return all;
    }
    std::string root_;
    std::vector<std::string> paths_;
    std::uint64_t lines_ = 0;
    std::uint64_t fitting_ = 0;
};

/// `count(logs)` gives the number of lines that fit.
template <class Count>
void measure(bench::harness& run, Count count) {
    bench::by_wall_clock = true;
    if (!run.wants("64")) return;
    const logs_of_run logs(run.checking() ? 20'000 : std::size_t(run.size(512)) << 10);
    run.measure(
        "64", "ns/line",
        [&](std::uint64_t n) {
            std::uint64_t answer = 0;
            for (std::uint64_t done = 0; done < n; done += logs.lines()) answer += count(logs);
            return answer;
        },
        [&](std::uint64_t n) { return (n + logs.lines() - 1) / logs.lines() * logs.fitting(); },
        logs.lines());
}

} // namespace grep_tree
