// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_copy", "read_write", "-");
    std::vector<char> block(256 << 10);
    file_copy::measure(run, [&](const std::string& path, const std::string& other) {
        const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        const int to = open(other.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        for (ssize_t got = 0; (got = read(from, block.data(), block.size())) > 0;)
            if (write(to, block.data(), static_cast<std::size_t>(got)) != got) bench::failed("write", other);
        close(from);
        close(to);
    });
    return run.finish();
}
