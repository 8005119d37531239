// SPDX-License-Identifier: BSL-1.0
// wc: lines, words and bytes of each file: `wc FILE...`; without one it counts standard input. A range of lines: the thread
// waits for the disk, and memory is constant. Unlike wc(1), it counts a last line that has no newline.
#include <rondo/io/lines.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace {

struct counts {
    std::uint64_t lines = 0, words = 0, bytes = 0;
    counts& operator+=(const counts& b) {
        lines += b.lines;
        words += b.words;
        bytes += b.bytes;
        return *this;
    }
};

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// [count]
counts count(rondo::lines in) {
    counts all;
    for (const std::string_view text : in) {
        bool blank = true;
        for (const char c : text) {
            const bool was = blank;
            blank = is_blank(c);
            all.words += was && !blank ? 1 : 0;
        }
    }
    all.lines = in.number();
    all.bytes = in.bytes();
    return all;
}
// [/count]

void print(const counts& c, const char* name) {
    fmt::print("{:>8} {:>8} {:>8}{}{}\n", c.lines, c.words, c.bytes, *name ? " " : "", name);
}

} // namespace

int main(int argc, char** argv) {
    int status = 0;
    counts total;
    if (argc == 1) print(count(rondo::lines(rondo::file(::dup(STDIN_FILENO)))), "");
    for (int i = 1; i < argc; ++i) {
        try {
            const counts one = count(rondo::lines(argv[i]));
            print(one, argv[i]);
            total += one;
        } catch (const std::exception& e) {
            fmt::print(stderr, "wc: {}\n", e.what());
            status = 1;
        }
    }
    if (argc > 2) print(total, "total");
    return status;
}
