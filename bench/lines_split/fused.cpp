// SPDX-License-Identifier: BSL-1.0
//
// The floor: one loop by hand. What is left of a line at the end of a block moves to the beginning of the next.
#include "scenario.hpp"

#include <cstring>

namespace {

std::uint64_t add_up(const std::string& path, std::uint64_t left, std::vector<char>& block) {
    const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::uint64_t sum = 0;
    std::size_t kept = 0;
    for (ssize_t got = 0; left != 0 && (got = read(from, block.data() + kept, block.size() - kept)) > 0;) {
        const char* at = block.data();
        const char* const end = at + kept + got;
        while (const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
            const char* const newline = static_cast<const char*>(found);
            sum += lines_split::weight({at, static_cast<std::size_t>(newline - at)});
            at = newline + 1;
            if (--left == 0) break;
        }
        kept = static_cast<std::size_t>(end - at);
        if (left != 0) std::memmove(block.data(), at, kept);
    }
    close(from);
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "lines_split", "fused", "-");
    std::vector<char> block(128 << 10);
    lines_split::measure(run,
                         [&](const std::string& path, std::uint64_t n) { return add_up(path, n, block); });
    return run.finish();
}
