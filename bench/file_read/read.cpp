// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_read", "read", "-");
    std::vector<char> block(128 << 10);
    const auto all = [&](const std::string& path) {
        const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        posix_fadvise(from, 0, 0, POSIX_FADV_SEQUENTIAL);
        std::uint64_t sum = 0;
        for (ssize_t got = 0; (got = read(from, block.data(), block.size())) > 0;)
            sum += file_read::weight(block.data(), static_cast<std::size_t>(got));
        close(from);
        return sum;
    };
    const auto some = [&](const std::string& path, std::uint64_t n, std::uint64_t file_kib) {
        const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        std::uint64_t sum = 0;
        for (std::uint64_t i = 0; i < n; ++i) {
            const ssize_t got = pread(from, block.data(), file_read::small_bytes,
                                      static_cast<off_t>(file_read::place(i, file_kib)));
            if (got > 0) sum += file_read::weight(block.data(), static_cast<std::size_t>(got));
        }
        close(from);
        return sum;
    };
    file_read::measure(run, true, all, some);
    return run.finish();
}
