// SPDX-License-Identifier: BSL-1.0
// needs: program:fdfind|fd
#include "scenario.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "tree_walk", "fd_wc", "-");
    tree_walk::measure(run, [](const std::string& root) -> std::uint64_t {
        const std::string command =
            "$(command -v fdfind || command -v fd) --unrestricted . '" + root + "' | wc -l";
        std::FILE* const from = popen(command.c_str(), "r");
        unsigned long long lines = 0;
        if (from == nullptr || std::fscanf(from, "%llu", &lines) != 1) bench::failed("fd in", root);
        pclose(from);
        return lines;
    });
    return run.finish();
}
