// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_copy", "copy_file_range", "-");
    file_copy::measure(run, [](const std::string& path, const std::string& other) {
        const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        const int to = open(other.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        while (copy_file_range(from, nullptr, to, nullptr, 1 << 30, 0) > 0) {}
        close(from);
        close(to);
    });
    return run.finish();
}
