// SPDX-License-Identifier: BSL-1.0
//
// The same lines as a range, on a thread without a loop: a call that blocks for each block.
#include "scenario.hpp"

#include <rondo/base/config.hpp>
#include <rondo/io/lines.hpp>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "lines_split", "rondo_range", RONDO_VERSION_STRING);
    lines_split::measure(run, [&](const std::string& path, std::uint64_t n) {
        std::uint64_t sum = 0, left = n;
        for (const std::string_view line : rondo::lines(path)) {
            sum += lines_split::weight(line);
            if (--left == 0) break;
        }
        return sum;
    });
    return run.finish();
}
