// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "small_files", "read", "-");
    small_files::measure(run, [](const std::vector<std::string>& paths, std::uint64_t n) {
        std::uint64_t answer = 0;
        for (std::uint64_t i = 0; i < n; ++i) answer += small_files::first_byte(paths[i]);
        return answer;
    });
    return run.finish();
}
