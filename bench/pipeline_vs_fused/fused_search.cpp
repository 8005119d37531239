// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <cstring>

namespace {

std::uint64_t add_up(const std::string& path, std::vector<char>& block) {
    using pipeline_vs_fused::mark;
    const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::uint64_t sum = 0;
    std::size_t kept = 0;
    for (ssize_t got = 0; (got = read(from, block.data() + kept, block.size() - kept)) > 0;) {
        const char* at = block.data();
        const char* const end = at + kept + got;
        const void* const last = memrchr(at, '\n', static_cast<std::size_t>(end - at));
        const char* const whole = last == nullptr ? at : static_cast<const char*>(last) + 1;
        while (const void* hit = memmem(at, static_cast<std::size_t>(whole - at), mark.data(), mark.size())) {
            const char* const behind = static_cast<const char*>(hit) + mark.size();
            const char* const newline =
                static_cast<const char*>(std::memchr(behind, '\n', static_cast<std::size_t>(whole - behind)));
            sum += 1 + static_cast<std::uint64_t>(newline - behind);
            at = newline + 1;
        }
        at = whole;
        kept = static_cast<std::size_t>(end - at);
        std::memmove(block.data(), at, kept);
    }
    close(from);
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "pipeline_vs_fused", "fused_search", "-");
    std::vector<char> block(128 << 10);
    pipeline_vs_fused::measure(run, [&](const std::string& path) { return add_up(path, block); });
    return run.finish();
}
