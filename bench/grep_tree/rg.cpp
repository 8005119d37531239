// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression program:rg
#include "scenario.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "grep_tree", "rg", "-");
    grep_tree::measure(run, [](const grep_tree::logs_of_run& logs) -> std::uint64_t {
        const std::string command = std::string("rg --search-zip --unrestricted --no-filename '") +
                                    grep_tree::expression + "' '" + logs.root() + "' | wc -l";
        std::FILE* const from = popen(command.c_str(), "r");
        unsigned long long lines = 0;
        if (from == nullptr || std::fscanf(from, "%llu", &lines) != 1) bench::failed("rg in", logs.root());
        pclose(from);
        return lines;
    });
    return run.finish();
}
