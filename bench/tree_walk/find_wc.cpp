// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "tree_walk", "find_wc", "-");
    tree_walk::measure(run, [](const std::string& root) -> std::uint64_t {
        std::FILE* const from = popen(("find '" + root + "' | wc -l").c_str(), "r");
        unsigned long long lines = 0;
        if (from == nullptr || std::fscanf(from, "%llu", &lines) != 1) bench::failed("find in", root);
        pclose(from);
        return lines - 1; // the root
    });
    return run.finish();
}
