// SPDX-License-Identifier: BSL-1.0
//
// What the other peers do and no more: three generators, one step a line, no grammar. `rondo` is the whole pipeline.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter/stage.hpp>

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

using rondo::generator;

/// The lines of a file without their newlines; a line until the next is asked for.
generator<std::string_view> read_lines(int file) {
    std::vector<char> block(512 << 10);
    std::size_t kept = 0;
    for (ssize_t got = 0; (got = read(file, block.data() + kept, block.size() - kept)) > 0;) {
        const char* at = block.data();
        const char* const end = at + kept + got;
        while (const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
            const char* const newline = static_cast<const char*>(found);
            const std::string_view line(at, static_cast<std::size_t>(newline - at));
            co_yield line;
            at = newline + 1;
        }
        kept = static_cast<std::size_t>(end - at);
        std::memmove(block.data(), at, kept);
        if (kept == block.size()) block.resize(block.size() * 2);
    }
    const std::string_view last(block.data(), kept);
    if (kept != 0) co_yield last;
}

generator<std::string_view> matching(generator<std::string_view> lines, std::string_view mark) {
    for (std::string_view line : lines) {
        if (memmem(line.data(), line.size(), mark.data(), mark.size()) != nullptr) co_yield line;
    }
}

generator<std::string_view> behind(generator<std::string_view> lines, std::string_view mark) {
    for (std::string_view line : lines) {
        const std::string_view message = line.substr(line.find(mark) + mark.size());
        co_yield message;
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const int file = open(argv[1], O_RDONLY);
    std::FILE* const out = std::fopen(argv[2], "wb");
    if (file < 0 || out == nullptr) return 3;
    std::vector<char> buffer(256 << 10);
    std::setvbuf(out, buffer.data(), _IOFBF, buffer.size());
    const std::string_view mark = " ERROR: ";
    for (std::string_view message :
         read_lines(file) | rondo::stage(matching, mark) | rondo::stage(behind, mark)) {
        std::fwrite(message.data(), 1, message.size(), out);
        std::fputc('\n', out);
    }
    return std::fclose(out) == 0 ? 0 : 3;
}
