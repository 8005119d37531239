// SPDX-License-Identifier: BSL-1.0
//
// What a C++ programmer writes first.
#include "scenario.hpp"

#include <fstream>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "lines_split", "getline", "-");
    lines_split::measure(run, [&](const std::string& path, std::uint64_t n) {
        std::ifstream from(path);
        std::uint64_t sum = 0;
        for (std::string line; n != 0 && std::getline(from, line); --n) sum += lines_split::weight(line);
        return sum;
    });
    return run.finish();
}
