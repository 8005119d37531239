// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_read", "direct", "-");
    const std::unique_ptr<char, decltype(&std::free)> block(
        static_cast<char*>(std::aligned_alloc(4096, 1 << 20)), &std::free);
    file_read::measure(
        run, false,
        [&](const std::string& path) {
            int from = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECT);
            if (from < 0) from = open(path.c_str(), O_RDONLY | O_CLOEXEC); // the file system has none
            std::uint64_t sum = 0;
            for (ssize_t got = 0; (got = read(from, block.get(), 1 << 20)) > 0;)
                sum += file_read::weight(block.get(), static_cast<std::size_t>(got));
            close(from);
            return sum;
        },
        nullptr);
    return run.finish();
}
